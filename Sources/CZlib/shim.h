#ifndef FLOTILLA_CZLIB_H
#define FLOTILLA_CZLIB_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

// Compresses as gzip (RFC 1952), as small as it goes. Gives the length, or 0 when it does not fit into the room.
static inline size_t flotilla_gzip(const uint8_t *bytes, size_t length, uint8_t *room, size_t size) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    // 15 + 16: the largest window, and gzip's head and tail.
    if (length > UINT32_MAX || size > UINT32_MAX
        || deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)length;
    stream.next_out = room;
    stream.avail_out = (uInt)size;
    int result = deflate(&stream, Z_FINISH);
    size_t written = size - stream.avail_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? written : 0;
}

#endif
