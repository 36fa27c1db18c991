// Writes every statement that a program sends through libpq to the file STATEMENTS_FILE, with the types of its parameters:
//
//     cc -shared -fPIC -o record.so record.c -ldl; LD_PRELOAD=$PWD/record.so STATEMENTS_FILE=/tmp/statements PROGRAM
//
// A record is: the types as numbers with commas between, a byte 0x1f, the statement, a byte 0x1e.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned int Oid;
typedef struct pg_conn PGconn;

static void note(const char *statement, int count, const Oid *types) {
    const char *path = getenv("STATEMENTS_FILE");
    size_t room = strlen(statement) + (size_t)count * 12 + 3, length = 0;
    char *record = path ? malloc(room) : NULL;
    if (!record) return;
    for (int i = 0; i < count; i++) length += (size_t)sprintf(record + length, i ? ",%u" : "%u", types ? types[i] : 0);
    record[length++] = 0x1f;
    memcpy(record + length, statement, strlen(statement));
    length += strlen(statement);
    record[length++] = 0x1e;
    // One write each, so that records of many programs do not mix.
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file >= 0) {
        if (write(file, record, length) < 0) perror("STATEMENTS_FILE");
        close(file);
    }
    free(record);
}

int PQsendPrepare(PGconn *connection, const char *name, const char *statement, int count, const Oid *types) {
    static int (*real)(PGconn *, const char *, const char *, int, const Oid *);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "PQsendPrepare");
    note(statement, count, types);
    return real(connection, name, statement, count, types);
}

int PQsendQueryParams(PGconn *connection, const char *statement, int count, const Oid *types, const char *const *values,
                      const int *lengths, const int *formats, int format) {
    static int (*real)(PGconn *, const char *, int, const Oid *, const char *const *, const int *, const int *, int);
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, "PQsendQueryParams");
    note(statement, count, types);
    return real(connection, statement, count, types, values, lengths, formats, format);
}
