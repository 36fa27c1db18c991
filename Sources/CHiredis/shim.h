#ifndef FLOTILLA_CHIREDIS_H
#define FLOTILLA_CHIREDIS_H

#include <hiredis/hiredis.h>

// What differs between hiredis 0.14 (Debian 12) and 1.2 (Ubuntu 24.04), or sits in a struct whose layout does.

// Returns int in 0.14, long long in 1.x; -1 when memory ran out.
static inline long long flotilla_redis_format(char **target, int count, const char **arguments,
                                              const size_t *lengths) {
    return redisFormatCommandArgv(target, count, arguments, lengths);
}

static inline const char *flotilla_redis_reader_error(const redisReader *reader) { return reader->errstr; }

#endif
