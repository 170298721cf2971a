/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <sched.h>
#include <stdlib.h>

#include "search/places.h"

/* A variable of the environment that is set and not empty, or NULL. */
static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

ph_str ph_place_db(ph_arena *arena)
{
    const char *db = variable("PEERHUB_DB"), *data = variable("XDG_DATA_HOME");
    const char *home = variable("HOME");
    if (db)
        return ph_dup(arena, ph_cstr(db));
    if (data)
        return ph_dupf(arena, "%s/peerhub/peerhub.db", data);
    return ph_dupf(arena, "%s/.local/share/peerhub/peerhub.db", home ? home : ".");
}

ph_str ph_place_data(ph_arena *arena, const char *name)
{
    const char *dir = variable("PEERHUB_DATA_DIR");
    return ph_dupf(arena, "%s/%s", dir ? dir : PEERHUB_DATADIR, name);
}

ph_str ph_place_catalogues(ph_arena *arena)
{
    const char *dir = variable("PEERHUB_LOCALE_DIR");
    return ph_dup(arena, ph_cstr(dir ? dir : PEERHUB_LOCALEDIR));
}

ph_str ph_place_forms(ph_arena *arena)
{
    const char *dir = variable("PEERHUB_FORMS_DIR");
    return dir ? ph_dup(arena, ph_cstr(dir)) : ph_dupf(arena, "%s/forms", PEERHUB_DATADIR);
}

ph_str ph_place_program(ph_arena *arena, const char *name)
{
    const char *dir = variable("PEERHUB_LIBEXEC_DIR");
    return ph_dupf(arena, "%s/%s", dir ? dir : PEERHUB_LIBEXECDIR, name);
}

unsigned ph_processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return n < 1 ? 1 : (unsigned)n;
}
