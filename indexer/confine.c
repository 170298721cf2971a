/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <jansson.h>
#include <linux/landlock.h>

#include "indexer/confine.h"
#include "search/limits.h"

/* Sanitizers reserve terabytes of addresses, read /proc and look for leaks from a thread. */
#define SANITIZED false
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#undef SANITIZED
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                 \
    __has_feature(thread_sanitizer)
#undef SANITIZED
#define SANITIZED true
#endif
#endif

/* --- loading ------------------------------------------------------------------------------ */

/* Encodings that XML files and mails name.  libxml2 and GMime leave them to iconv, which loads
 * a module for each from a file. */
static const char *const encodings[] = {
    "ARMSCII-8",   "BIG5",         "BIG5-HKSCS",  "CP437",       "CP850",
    "CP852",       "CP855",        "CP866",       "CP932",       "CP949",
    "CP1250",      "CP1251",       "CP1252",      "CP1253",      "CP1254",
    "CP1255",      "CP1256",       "CP1257",      "CP1258",      "EUC-JP",
    "EUC-KR",      "EUC-TW",       "GB18030",     "GB2312",      "GBK",
    "GEORGIAN-PS", "ISO-2022-JP",  "ISO-2022-KR", "ISO-8859-1",  "ISO-8859-2",
    "ISO-8859-3",  "ISO-8859-4",   "ISO-8859-5",  "ISO-8859-6",  "ISO-8859-7",
    "ISO-8859-8",  "ISO-8859-9",   "ISO-8859-10", "ISO-8859-13", "ISO-8859-14",
    "ISO-8859-15", "ISO-8859-16",  "KOI8-R",      "KOI8-T",      "KOI8-U",
    "MACINTOSH",   "MAC-CYRILLIC", "PT154",       "RK1048",      "SHIFT_JIS",
    "TCVN",        "TIS-620",      "UTF-16",      "UTF-32",      "UTF-7"};

/* iconv drops a module soon after its last converter is closed: these stay open until the
 * process ends, as does its confinement. */
static iconv_t converters[sizeof encodings / sizeof *encodings];

static void load_all(void)
{
    /* One that this system does not have is unknown to the parsers, as it would be anyway. */
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        converters[i] = iconv_open("UTF-8", encodings[i]);
    json_object_seed(0); /* from /dev/urandom */
    /* Dates must not depend on where the indexer runs, nor be looked up in /etc/localtime. */
    setenv("TZ", "UTC0", 1);
    tzset();
}

/* --- limits ------------------------------------------------------------------------------- */

static bool set_limit(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit limit;
    if (getrlimit(what, &limit) != 0)
        return false;
    if (limit.rlim_max == RLIM_INFINITY || value < limit.rlim_max)
        limit.rlim_max = value;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(what, &limit) == 0;
}

bool ph_confine_allow_time(void)
{
    struct rusage used;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &limit) != 0)
        return false;
    limit.rlim_cur =
        (rlim_t)used.ru_utime.tv_sec + (rlim_t)used.ru_stime.tv_sec + PH_WORKER_SECONDS + 1;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_CPU, &limit) == 0;
}

static bool set_limits(void)
{
    bool ok = set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, 0) &&
              set_limit(RLIMIT_NOFILE, PH_WORKER_FILES) && ph_confine_allow_time();
    if (ok && !SANITIZED)
        ok = set_limit(RLIMIT_AS, PH_WORKER_MEMORY) && set_limit(RLIMIT_NPROC, 0);
    return ok;
}

/* --- the process itself ------------------------------------------------------------------- */

/* What libraries, or a file that took them over, write there is not for the user's terminal. */
static bool be_silent(void)
{
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bool ok = null >= 0 && dup2(null, STDERR_FILENO) == STDERR_FILENO;
    if (null > STDERR_FILENO)
        close(null);
    return ok;
}

static bool give_up_privileges(void)
{
    bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
              prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
    if (ok &&
        !SANITIZED) /* not dumpable: other processes of this user cannot look inside */
        ok = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && be_silent();
    return ok;
}

/* --- Landlock ----------------------------------------------------------------------------- */

/* As struct landlock_ruleset_attr since version 6: the kernel may be newer than the headers. */
typedef struct ruleset {
    uint64_t files, network, scopes;
} ruleset;

/* All rights that a version of Landlock knows, which are then denied. */
static ruleset all_rights(long version)
{
    /* refer came with 2, truncate with 3, ioctl on devices with 5 */
    unsigned n = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    return (ruleset){
        .files = (UINT64_C(1) << n) - 1,
        .network = version >= 4 ? 3 : 0, /* TCP: bind, connect */
        .scopes = version >= 6 ? 3 : 0   /* abstract sockets, signals */
    };
}

static bool allow_reading(int rules, const char *folder)
{
    struct landlock_path_beneath_attr below = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (below.parent_fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    bool ok =
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
    int why = errno;
    close(below.parent_fd);
    errno = why;
    return ok;
}

/* Sets *version, 0 if the kernel has none: errno says why.  Returns false when it has Landlock
 * and does not take the rules. */
static bool enter_landlock(const char *const *folders, long *version)
{
    *version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (*version <= 0) {
        *version = 0;
        return true;
    }
    ruleset rights = all_rights(*version);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &rights, sizeof rights, 0);
    if (rules < 0)
        return false;
    bool ok = true;
    for (; ok && *folders; folders++)
        ok = allow_reading(rules, *folders);
    ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    int why = errno;
    close(rules);
    errno = why;
    return ok;
}

/* --- seccomp ------------------------------------------------------------------------------ */

/* Calls that can do no harm, whatever their arguments. */
static const char harmless[] =
    /* what is open already, or comes by recvmsg */
    "read readv pread64 preadv write writev lseek _llseek close fstat fstat64 fadvise64 "
    "fadvise64_64 dup recvmsg recvfrom shutdown poll ppoll ppoll_time64 "
    /* memory */
    "brk munmap mremap madvise "
    /* time */
    "clock_gettime clock_gettime64 clock_getres clock_getres_time64 gettimeofday time "
    "times "
    "nanosleep clock_nanosleep clock_nanosleep_time64 sched_yield restart_syscall "
    /* itself */
    "exit exit_group getpid getppid gettid getuid geteuid getgid getegid getuid32 "
    "geteuid32 "
    "getgid32 getegid32 getrusage getrlimit ugetrlimit setrlimit rt_sigaction "
    "rt_sigprocmask "
    "rt_sigreturn sigreturn sigaltstack futex futex_time64 set_robust_list get_robust_list "
    "rseq "
    /* the machine */
    "uname sysinfo getrandom getcpu sched_getaffinity";

/* Calls that look files up. */
static const char looks[] =
    "stat stat64 lstat lstat64 access faccessat faccessat2 readlink "
    "readlinkat statfs statfs64 getdents getdents64 getcwd";

/* A rule for each of some calls, if this processor's system has it; `only`, if not NULL, is a
 * condition on one argument. */
static bool rule(scmp_filter_ctx filter, uint32_t action, const char *calls,
                 const struct scmp_arg_cmp *only)
{
    ph_str rest = ph_cstr(calls), call;
    while (ph_split(&rest, ' ', &call)) {
        char name[32];
        snprintf(name, sizeof name, "%.*s", PH_FMT(call));
        int number = seccomp_syscall_resolve_name(name);
        if (number == __NR_SCMP_ERROR)
            continue;
        int failed = seccomp_rule_add_array(filter, action, number, only ? 1 : 0, only);
        if (failed && failed != -EDOM) {
            errno = -failed;
            return false;
        }
    }
    return true;
}

/* Allowed where a bit of an argument is set, or is not; else refused with an error number. */
static bool rule_bit(scmp_filter_ctx filter, const char *calls, unsigned arg, uint64_t bit,
                     bool allowed_if_set, int error)
{
    const struct scmp_arg_cmp set = SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, bit, bit);
    const struct scmp_arg_cmp unset = SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, bit, 0);
    const uint32_t refused = SCMP_ACT_ERRNO((uint32_t)error);
    return rule(filter, allowed_if_set ? SCMP_ACT_ALLOW : refused, calls, &set) &&
           rule(filter, allowed_if_set ? refused : SCMP_ACT_ALLOW, calls, &unset);
}

/* Opening for reading, if there is anything to be read; each combination of flags that ask for
 * more is a rule, since rules must not overlap. */
static bool rule_open(scmp_filter_ctx filter, const char *call, unsigned arg, bool folders)
{
    const unsigned more[] = {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC};
    const uint64_t mask = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;
    bool ok = true;
    for (unsigned set = 0; ok && set < 16; set++) {
        uint64_t flags = 0;
        for (unsigned i = 0; i < 4; i++)
            flags |= set & 1U << i ? more[i] : 0;
        const struct scmp_arg_cmp only = SCMP_CMP64(arg, SCMP_CMP_MASKED_EQ, mask, flags);
        ok = rule(filter, set || !folders ? SCMP_ACT_ERRNO(EACCES) : SCMP_ACT_ALLOW, call,
                  &only);
    }
    return ok;
}

/* folders: Landlock decides what may be read; without it nothing may. */
static bool rule_files(scmp_filter_ctx filter, bool folders)
{
    bool ok = rule_open(filter, "open", 1, folders) &&
              rule_open(filter, "openat", 2, folders) &&
              rule(filter, folders ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EACCES), looks, NULL);
    if (folders)
        return ok && rule(filter, SCMP_ACT_ALLOW, "newfstatat fstatat64 statx", NULL);
    /* fstat() is one of these with an empty name */
    return ok && rule_bit(filter, "newfstatat fstatat64", 3, AT_EMPTY_PATH, true, EACCES) &&
           rule_bit(filter, "statx", 2, AT_EMPTY_PATH, true, EACCES);
}

/* Calls that are allowed in part. */
static bool rule_parts(scmp_filter_ctx filter)
{
    static const int commands[] = {F_DUPFD, F_GETFD, F_SETFD,
                                   F_GETFL, F_SETFL, F_DUPFD_CLOEXEC};
    const struct scmp_arg_cmp self = SCMP_CMP64(0, SCMP_CMP_EQ, (uint64_t)getpid(), 0);
    const struct scmp_arg_cmp caller = SCMP_CMP64(0, SCMP_CMP_EQ, 0, 0);
    const struct scmp_arg_cmp no_address = SCMP_CMP64(4, SCMP_CMP_EQ, 0, 0);
    const struct scmp_arg_cmp thread =
        SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof commands / sizeof *commands; i++) {
        const struct scmp_arg_cmp command =
            SCMP_CMP64(1, SCMP_CMP_EQ, (uint64_t)commands[i], 0);
        ok = rule(filter, SCMP_ACT_ALLOW, "fcntl fcntl64", &command);
    }
    return ok && rule(filter, SCMP_ACT_ALLOW, "tgkill", &self) /* abort() */
           && rule(filter, SCMP_ACT_ALLOW, "prlimit64", &caller) &&
           rule(filter, SCMP_ACT_ALLOW, "sendto", &no_address) /* send() */
           /* no new code; a library that makes some at run time does without */
           && rule_bit(filter, "mmap mmap2 mprotect", 2, PROT_EXEC, false, EACCES)
           /* a library that tries a thread is told that there are none to be had; clone3
            * cannot be looked into, and the C library falls back to clone */
           && rule(filter, SCMP_ACT_ERRNO(EAGAIN), "clone", &thread) &&
           rule(filter, SCMP_ACT_ERRNO(ENOSYS), "clone3 openat2", NULL) &&
           rule(filter, SCMP_ACT_ERRNO(ENOTTY), "ioctl", NULL) &&
           rule(filter, SCMP_ACT_ERRNO(EINVAL), "prctl", NULL);
}

/* Sets *has to whether the kernel knows filters; if not, errno says why.  Returns false when it
 * does and ours cannot be put in force. */
static bool enter_seccomp(bool folders, bool *has)
{
    /* without a filter, a kernel that could take one finds the address bad */
    *has = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) == 0 || errno == EFAULT;
    if (!*has)
        return true;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter) {
        errno = ENOMEM;
        return false;
    }
    bool ok =
        seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0 &&
        rule(filter, SCMP_ACT_ALLOW, harmless, NULL) && rule_files(filter, folders) &&
        rule_parts(filter);
    if (ok) {
        int failed = seccomp_load(filter);
        ok = !failed;
        errno = -failed;
    }
    int why = errno;
    seccomp_release(filter);
    errno = why;
    return ok;
}

/* --- all of it ---------------------------------------------------------------------------- */

static ph_status fail(const char *what, ph_error *err)
{
    return errno == ENOMEM
               ? ph_fail_memory(err)
               : ph_fail(err, PH_IO, "peerhub-worker cannot confine itself: %s: %s", what,
                         strerror(errno));
}

ph_status ph_confine(const char *const *folders, char in_force[PH_CONFINED_TEXT],
                     ph_error *err)
{
    char landlock[32] = "", lacks_landlock[80] = "", lacks_seccomp[80] = "";
    long version;
    bool has_seccomp;
    load_all();
    if (!give_up_privileges())
        return fail("privileges", err);
    if (!set_limits())
        return fail("limits", err);
    if (SANITIZED) {
        snprintf(in_force, PH_CONFINED_TEXT,
                 "limits; without Landlock and seccomp (this build has a sanitizer)");
        return PH_OK;
    }
    if (!enter_landlock(folders, &version))
        return fail("Landlock", err);
    if (version)
        snprintf(landlock, sizeof landlock, ", Landlock %ld", version);
    else
        snprintf(lacks_landlock, sizeof lacks_landlock, "; without Landlock (%s)",
                 strerror(errno));
    if (!enter_seccomp(version > 0, &has_seccomp))
        return fail("seccomp", err);
    if (!has_seccomp)
        snprintf(lacks_seccomp, sizeof lacks_seccomp, "; without seccomp (%s)",
                 strerror(errno));
    snprintf(in_force, PH_CONFINED_TEXT, "limits%s%s%s%s", landlock,
             has_seccomp ? ", seccomp" : "", lacks_landlock, lacks_seccomp);
    return PH_OK;
}
