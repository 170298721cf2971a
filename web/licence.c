/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <string.h>

#include "web/licence.h"

#define NAME_BYTES 64
#define CC "https://creativecommons.org/"

/* Names as SPDX writes them and as people do, in capitals and with '-' for what parts words.  A
 * name stands for all that begin with it. */
static const struct {
    const char *name, *url;
} open_licences[] = {
    {"CC0", CC "publicdomain/zero/1.0/"},
    {"PUBLIC-DOMAIN", CC "publicdomain/mark/1.0/"},
    {"PDM-1.0", CC "publicdomain/mark/1.0/"},
    {"OGL-UK-3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"OGL-3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"OPEN-GOVERNMENT-LICENCE-V3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
    {"OGL-CANADA-2.0", "https://open.canada.ca/en/open-government-licence-canada"},
    {"ODC-BY-1.0", "https://opendatacommons.org/licenses/by/1-0/"},
    {"ODBL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
    {"PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/"},
    {"DL-DE-BY-2.0", "https://www.govdata.de/dl-de/by-2-0"},
    {"DL-DE-ZERO-2.0", "https://www.govdata.de/dl-de/zero-2-0"},
    {"ETALAB-2.0", "https://spdx.org/licenses/etalab-2.0.html"},
    {"NLOD-2.0", "https://data.norge.no/nlod/en/2.0"},
};

/* What else Creative Commons may have between "CC-" and the version. */
static const char *const cc_kinds[] = {"BY",    "BY-SA",    "BY-ND",
                                       "BY-NC", "BY-NC-SA", "BY-NC-ND"};

/* "Cc by_4.0 " -> "CC-BY-4.0"; false: too long for a name. */
static bool name_of(ph_str licence, char name[NAME_BYTES + 1])
{
    size_t n = 0;
    licence = ph_trim(licence);
    for (size_t i = 0; i < licence.n; i++) {
        char c = licence.s[i];
        bool parts = c == ' ' || c == '_' || c == '-' || c == '/';
        if (n == NAME_BYTES)
            return false;
        if (parts && (!n || name[n - 1] == '-'))
            continue;
        name[n++] = parts ? '-' : (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    name[n] = 0;
    return n > 0;
}

static bool is_address(ph_str licence)
{
    return ph_starts(licence, PH_STR("https://")) || ph_starts(licence, PH_STR("http://"));
}

/* "1.0" to "4.0" at the end of "CC-BY-4.0", or before "-IGO"; *ported: there is a "-IGO". */
static bool cc_parts(ph_str name, ph_str *kind, ph_str *version, bool *igo)
{
    if (!ph_starts(name, PH_STR("CC-")))
        return false;
    *igo = ph_ends(name, PH_STR("-IGO"));
    name = ph_sub(name, 3, name.n - (*igo ? 4 : 0));
    *version = ph_sub(name, name.n > 3 ? name.n - 3 : 0, name.n);
    bool ok = version->n == 3 && version->s[0] >= '1' && version->s[0] <= '4' &&
              version->s[1] == '.' && (version->s[2] == '0' || version->s[2] == '5');
    *kind = ok ? ph_sub(name, 0, name.n - 4) : name;
    if (!ok)
        *version = PH_STR("4.0");
    for (size_t i = 0; i < sizeof cc_kinds / sizeof *cc_kinds; i++)
        if (ph_eqc(*kind, cc_kinds[i]))
            return true;
    return false;
}

static ph_str cc_url(ph_arena *arena, ph_str name)
{
    ph_str kind, version;
    bool igo;
    if (!cc_parts(name, &kind, &version, &igo))
        return PH_ABSENT;
    char lower[sizeof "BY-NC-SA"] = {0};
    for (size_t i = 0; i < kind.n; i++)
        lower[i] = (char)(kind.s[i] == '-' ? '-' : kind.s[i] - 'A' + 'a');
    return ph_dupf(arena, CC "licenses/%s/%.*s/%s", lower, PH_FMT(version),
                   igo ? "igo/" : "");
}

ph_str ph_licence_url(ph_arena *arena, ph_str licence)
{
    char name[NAME_BYTES + 1];
    licence = ph_trim(licence);
    if (is_address(licence))
        return licence;
    if (!name_of(licence, name))
        return PH_ABSENT;
    for (size_t i = 0; i < sizeof open_licences / sizeof *open_licences; i++)
        if (ph_starts(ph_cstr(name), ph_cstr(open_licences[i].name)))
            return ph_cstr(open_licences[i].url);
    return cc_url(arena, ph_cstr(name));
}
