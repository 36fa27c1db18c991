import Testing

/// One after the other: tests that measure limits would disturb one another.
@Suite(.serialized)
enum RedisTests {}
