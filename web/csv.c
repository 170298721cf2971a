/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/csv.h"

void ph_csv_cell(ph_buf *buf, ph_str s)
{
    bool formula = s.n && memchr("=+-@\t\r", s.s[0], 6);
    bool quoted = false;
    for (size_t i = 0; i < s.n; i++)
        quoted |= memchr(",\"\r\n", s.s[i], 4) != NULL;
    if (quoted)
        ph_buf_byte(buf, '"');
    if (formula)
        ph_buf_byte(buf, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '"')
            ph_buf_byte(buf, '"');
        ph_buf_byte(buf, s.s[i]);
    }
    if (quoted)
        ph_buf_byte(buf, '"');
}
