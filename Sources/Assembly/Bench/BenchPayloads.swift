import Jobs

/// Does nothing, and leaves one row that says so.
package struct BenchNoop: JobPayload {
    package static let definition = BenchKinds.definition("bench.noop", isTransactional: true)
}

/// Waits so many milliseconds, and leaves one row that says so.
struct BenchSleep: JobPayload {
    static let definition = BenchKinds.definition("bench.sleep", isTransactional: true)
    let ms: Int
}

/// Fails so many times, then succeeds.
struct BenchFail: JobPayload {
    static let definition = BenchKinds.definition("bench.fail")
    let times: Int
}

/// Keeps its thread busy for so many milliseconds, deaf to cancellation.
struct BenchSpin: JobPayload {
    static let definition = BenchKinds.definition("bench.spin")
    let ms: Int
}

/// Kills its own process so many times, then succeeds.
struct BenchCrash: JobPayload {
    static let definition = BenchKinds.definition("bench.crash")
    let times: Int
}

/// Holds so many megabytes for so many milliseconds.
struct BenchMemory: JobPayload {
    static let definition = BenchKinds.definition("bench.memory")
    let mb: Int
    let ms: Int
}

/// Emits so many chunks of so many bytes, one every so many milliseconds, and the progress with each.
struct BenchEmit: JobPayload {
    static let definition = BenchKinds.definition("bench.emit")
    let chunks: Int
    let bytes: Int?
    let ms: Int?
}
