/* Loaded before a process (LD_PRELOAD): keeps, beside the folder DROP_LIVE, a copy DROP_DURABLE of
 * what a power cut would leave of it, and cuts the power at the DROP_AT-th fsync.
 *
 * The model is harsh and simple: a file has the content of its last fsync, and one that was never
 * forced to the disk does not exist; renaming and deleting count at once. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int forced;

/* The place in the durable copy of a path in the live folder; 0 when it lies elsewhere. */
static int durable(const char *path, char *out) {
    const char *live = getenv("DROP_LIVE"), *copy = getenv("DROP_DURABLE");
    size_t length = live ? strlen(live) : 0;
    if (!length || !copy || strncmp(path, live, length) || (path[length] && path[length] != '/'))
        return 0;
    return snprintf(out, PATH_MAX, "%s%s", copy, path + length) < PATH_MAX;
}

static void make_parents(char *path) {
    for (char *at = path + 1; *at; at++)
        if (*at == '/') {
            *at = 0;
            mkdir(path, 0777);
            *at = '/';
        }
}

static void keep(int fd) {
    char link[64], from[PATH_MAX], to[PATH_MAX], block[65536];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, from, sizeof from - 1);
    if (got < 0)
        return;
    from[got] = 0;
    struct stat about;
    if (!durable(from, to) || stat(from, &about))
        return;
    int at = __sync_add_and_fetch(&forced, 1);
    make_parents(to);
    if (S_ISDIR(about.st_mode))
        mkdir(to, 0777);
    else {
        int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        while (in >= 0 && out >= 0 && (got = read(in, block, sizeof block)) > 0)
            if (write(out, block, got) != got)
                abort();
        close(in);
        close(out);
    }
    const char *cut = getenv("DROP_AT");
    if (cut && at == atoi(cut))
        kill(getpid(), SIGKILL);
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    int result = real(fd);
    keep(fd);
    return result;
}

int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd);
    keep(fd);
    return result;
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    int result = real(from, to);
    char before[PATH_MAX], after[PATH_MAX];
    if (!result && durable(from, before) && durable(to, after) && real(before, after))
        unlink(after); /* never forced: after the cut there is nothing under the new name */
    return result;
}

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    int result = real(path);
    char copy[PATH_MAX];
    if (!result && durable(path, copy))
        real(copy);
    return result;
}
