/*
 * Runs a command and writes what it took into a file: seconds on the clock,
 * seconds on the processor, and the most memory that it held, in KB.
 *
 *   measure FILE COMMAND ARGUMENT...
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int write_figures(const char *path, double clock,
                         const struct rusage *usage)
{
    FILE *file = fopen(path, "w");

    if (!file) {
        return -1;
    }
    fprintf(file, "%.3f %.3f %ld\n", clock,
            seconds_of(usage->ru_utime) + seconds_of(usage->ru_stime),
            usage->ru_maxrss);
    return fclose(file);
}

int main(int argc, char **argv)
{
    double start = now();
    struct rusage usage;
    int status;
    pid_t pid;

    if (argc < 3) {
        fputs("usage: measure FILE COMMAND ARGUMENT...\n", stderr);
        return 2;
    }
    pid = fork();
    if (pid == 0) {
        execv(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid ||
        write_figures(argv[1], now() - start, &usage) != 0) {
        perror("measure");
        return 1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
