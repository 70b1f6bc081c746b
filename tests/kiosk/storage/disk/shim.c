/* Preloaded into one process: records what it asks of the files beneath DISK_FOLDER, in order, into DISK_LOG, and can say
 * "disk full". Linux, one thread.
 *
 * A record of the log is a head (struct head, little-endian as the machine is) and `length` bytes: the data of a write, or
 * one or two paths relative to the folder, the second after a 0 byte. With DISK_ROOM only so many bytes may be added to what
 * the files beneath the folder hold together; what is cut off gives its room back, writing over what is there takes none.
 * Whoever asks how much is free is told, unless there is DISK_SILENT: then somebody else fills the disk without a warning.
 *
 * A process that was started without DISK_FOLDER may begin by disk_watch. After disk_arm every call that is about a file
 * beneath the folder counts, reading too: at one of them the process dies, at one the disk fails, from one on it is full.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 4096

struct head {
    uint64_t what;
    uint64_t inode;
    int64_t at;
    int64_t length;
};

static char folder[PATH_MAX];
static size_t folder_length;
static int log_file = -1;
static int limited, silent;
static long long room;
static uint64_t inodes[MOST_FILES]; /* of the descriptors that are open beneath the folder */
static uint64_t told;               /* the file in which the process tells what it knows; it never is full */

static int armed, lasting;
static long calls, die_at, fail_at, full_at; /* 0: never */

static void watch(const char *path, const char *log)
{
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    int opened = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_file = fcntl(opened, F_DUPFD_CLOEXEC, 900);
    close(opened);
}

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("DISK_FOLDER"), *log = getenv("DISK_LOG"), *most = getenv("DISK_ROOM");
    if (!path || !log)
        return;
    watch(path, log);
    limited = most != NULL;
    silent = getenv("DISK_SILENT") != NULL;
    room = most ? atoll(most) : 0;
}

void disk_watch(const char *path, const char *log)
{
    watch(path, log);
}

/* The first call after this is number 1. `for_good`: what failed once fails from then on. */
void disk_arm(long die, long fail, int for_good, long full)
{
    armed = 1, calls = 0, die_at = die, fail_at = fail, lasting = for_good, full_at = full;
}

/* How many there were. */
long disk_disarm(void)
{
    armed = limited = 0;
    return calls;
}

/* Whether the call that comes now fails. */
static int fails(void)
{
    if (!armed)
        return 0;
    calls++;
    if (calls == die_at)
        kill(getpid(), SIGKILL);
    if (full_at && calls >= full_at && !limited)
        limited = silent = 1, room = 0;
    if (fail_at && (calls == fail_at || (lasting && calls > fail_at))) {
        errno = EIO;
        return 1;
    }
    return 0;
}

/* --- what is told ------------------------------------------------------------------------------------------------- */

static void tell(char what, uint64_t inode, int64_t at, const void *data, size_t length)
{
    struct head head = {(uint64_t)what, inode, at, (int64_t)length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, length}};
    if (log_file >= 0 && syscall(SYS_writev, log_file, parts, 2) != (long)(sizeof head + length))
        abort();
}

/* The path relative to the folder; NULL: it is not beneath it. Paths are given whole: nobody here changes directory. */
static const char *beneath(const char *path)
{
    if (log_file < 0 || strncmp(path, folder, folder_length) || (path[folder_length] && path[folder_length] != '/'))
        return NULL;
    return path[folder_length] ? path + folder_length + 1 : "";
}

static uint64_t tracked(int file)
{
    return file >= 0 && file < MOST_FILES ? inodes[file] : 0;
}

static void tell_names(char what, const char *old, const char *new)
{
    char both[2 * PATH_MAX];
    const char *from = beneath(old), *to = beneath(new);
    if (!from || !to)
        return;
    int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
    tell(what, 0, 0, both, (size_t)length);
}

static void tell_name(char what, uint64_t inode, const char *path)
{
    const char *name = beneath(path);
    if (name)
        tell(what, inode, 0, name, strlen(name));
}

/* --- room --------------------------------------------------------------------------------------------------------- */

static int64_t size_of(int file)
{
    struct stat about;
    return fstat(file, &about) ? 0 : about.st_size;
}

/* How many of `length` bytes at `at` the disk takes; -1 and ENOSPC: none. */
static ssize_t taken(int file, size_t length, int64_t at)
{
    int64_t size = size_of(file), end = at + (int64_t)length;
    int64_t more = end > size ? end - size : 0;
    if (!limited || !more || tracked(file) == told)
        return (ssize_t)length;
    if (more <= room) {
        room -= more;
        return (ssize_t)length;
    }
    int64_t fits = (int64_t)length - (more - room);
    if (fits <= 0) {
        errno = ENOSPC;
        return -1;
    }
    room = 0;
    return fits;
}

int statvfs(const char *path, struct statvfs *about)
{
    int (*ask)(const char *, struct statvfs *) = (int (*)(const char *, struct statvfs *))dlsym(RTLD_NEXT, "statvfs");
    int failed = ask(path, about);
    if (!failed && limited && !silent && beneath(path))
        about->f_bavail = about->f_bfree = (fsblkcnt_t)room / about->f_frsize;
    return failed;
}

int statvfs64(const char *path, struct statvfs64 *about)
{
    return statvfs(path, (struct statvfs *)about); /* the same where a long is 64 bits */
}

static void given_back(int64_t bytes)
{
    if (limited)
        room += bytes;
}

/* --- what is asked of files --------------------------------------------------------------------------------------- */

static int opening(int at, const char *path, int flags, mode_t mode)
{
    const char *name = beneath(path);
    struct stat before;
    int there = name && !stat(path, &before);
    if (name && fails())
        return -1;
    int file = (int)syscall(SYS_openat, at, path, flags, mode);
    if (file < 0 || !name || file >= MOST_FILES)
        return file;
    struct stat about;
    fstat(file, &about);
    inodes[file] = about.st_ino;
    if (!strcmp(name, "told"))
        told = about.st_ino;
    if (!there)
        tell_name('O', about.st_ino, path);
    else if (flags & O_TRUNC && S_ISREG(about.st_mode)) {
        given_back(before.st_size);
        tell('T', about.st_ino, 0, NULL, 0);
    }
    return file;
}

#define MODE(flags)                                                                                                    \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode = va_arg(rest, mode_t);                                                                                   \
        va_end(rest);                                                                                                  \
    }

int open(const char *path, int flags, ...)
{
    MODE(flags)
    return opening(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    MODE(flags)
    return opening(AT_FDCWD, path, flags, mode);
}

int openat(int at, const char *path, int flags, ...)
{
    MODE(flags)
    return opening(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...)
{
    MODE(flags)
    return opening(at, path, flags, mode);
}

int close(int file)
{
    if (file == log_file && file >= 0)
        return 0;
    if (file >= 0 && file < MOST_FILES)
        inodes[file] = 0;
    return (int)syscall(SYS_close, file);
}

static ssize_t writing(int file, const void *data, size_t length, int64_t at)
{
    if (fails())
        return -1;
    ssize_t some = taken(file, length, at);
    if (some < 0)
        return -1;
    ssize_t done = syscall(SYS_pwrite64, file, data, some, at);
    if (done > 0)
        tell('W', tracked(file), at, data, (size_t)done);
    return done;
}

ssize_t pread(int file, void *data, size_t length, off_t at)
{
    return tracked(file) && fails() ? -1 : syscall(SYS_pread64, file, data, length, at);
}

ssize_t pread64(int file, void *data, size_t length, off64_t at)
{
    return pread(file, data, length, at);
}

ssize_t read(int file, void *data, size_t length)
{
    return tracked(file) && fails() ? -1 : syscall(SYS_read, file, data, length);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t at)
{
    return tracked(file) ? writing(file, data, length, at) : syscall(SYS_pwrite64, file, data, length, at);
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t at)
{
    return pwrite(file, data, length, at);
}

ssize_t write(int file, const void *data, size_t length)
{
    if (!tracked(file))
        return syscall(SYS_write, file, data, length);
    int64_t at = fcntl(file, F_GETFL) & O_APPEND ? size_of(file) : lseek(file, 0, SEEK_CUR);
    ssize_t done = writing(file, data, length, at);
    if (done > 0)
        lseek(file, at + done, SEEK_SET);
    return done;
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at)
{
    ssize_t all = 0;
    for (int part = 0; part < count; part++) {
        ssize_t done = pwrite(file, parts[part].iov_base, parts[part].iov_len, at + all);
        if (done < 0)
            return all ? all : -1;
        all += done;
        if ((size_t)done < parts[part].iov_len)
            break;
    }
    return all;
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at)
{
    return pwritev(file, parts, count, at);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    ssize_t all = 0;
    if (!tracked(file))
        return syscall(SYS_writev, file, parts, count);
    for (int part = 0; part < count; part++) {
        ssize_t done = write(file, parts[part].iov_base, parts[part].iov_len);
        if (done < 0)
            return all ? all : -1;
        all += done;
    }
    return all;
}

int ftruncate(int file, off_t length)
{
    if (!tracked(file))
        return (int)syscall(SYS_ftruncate, file, length);
    if (fails())
        return -1;
    int64_t size = size_of(file);
    if (length > size && taken(file, (size_t)(length - size), size) != length - size)
        return errno = ENOSPC, -1;
    int failed = (int)syscall(SYS_ftruncate, file, length);
    if (!failed) {
        given_back(length < size ? size - length : 0);
        tell('T', tracked(file), length, NULL, 0);
    }
    return failed;
}

int ftruncate64(int file, off64_t length)
{
    return ftruncate(file, length);
}

int posix_fallocate(int file, off_t at, off_t length)
{
    int64_t size = size_of(file);
    if (!tracked(file) || at + length <= size)
        return 0;
    return ftruncate(file, at + length) ? errno : 0;
}

int posix_fallocate64(int file, off64_t at, off64_t length)
{
    return posix_fallocate(file, at, length);
}

int fsync(int file)
{
    if (tracked(file) && fails())
        return -1;
    int failed = (int)syscall(SYS_fsync, file);
    if (!failed && tracked(file))
        tell('F', tracked(file), 0, NULL, 0);
    return failed;
}

int fdatasync(int file)
{
    return fsync(file);
}

/* --- what is asked of names --------------------------------------------------------------------------------------- */

int rename(const char *old, const char *new)
{
    if (beneath(old) && fails())
        return -1;
    int failed = (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
    if (!failed)
        tell_names('R', old, new);
    return failed;
}

int renameat(int from, const char *old, int to, const char *new)
{
    if (*old != '/' || *new != '/')
        return (int)syscall(SYS_renameat2, from, old, to, new, 0);
    return rename(old, new);
}

int link(const char *old, const char *new)
{
    int failed = (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
    if (!failed)
        tell_names('L', old, new);
    return failed;
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    if (*old != '/' || *new != '/')
        return (int)syscall(SYS_linkat, from, old, to, new, flags);
    return link(old, new);
}

int unlink(const char *path)
{
    struct stat about;
    int there = beneath(path) && !lstat(path, &about);
    if (beneath(path) && fails())
        return -1;
    int failed = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (!failed && there) {
        if (about.st_nlink == 1)
            given_back(about.st_size);
        tell_name('U', about.st_ino, path);
    }
    return failed;
}

int unlinkat(int at, const char *path, int flags)
{
    return flags & AT_REMOVEDIR || *path != '/' ? (int)syscall(SYS_unlinkat, at, path, flags) : unlink(path);
}

int mkdir(const char *path, mode_t mode)
{
    int failed = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
    struct stat about;
    if (!failed && beneath(path) && !stat(path, &about))
        tell_name('M', about.st_ino, path);
    return failed;
}

int mkdirat(int at, const char *path, mode_t mode)
{
    return *path == '/' ? mkdir(path, mode) : (int)syscall(SYS_mkdirat, at, path, mode);
}
