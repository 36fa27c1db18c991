import Execution
import Foundation
import Jobs
import Storage

extension BenchKinds {
    /// The row by which a check knows that an effect happened once.
    package static func effect(of id: JobID, attempt: Int) -> RowInsertion {
        RowInsertion(into: "flotilla.bench_effects", [("job_id", [id.uuid]), ("attempt", [Int32(clamping: attempt)])])
    }

    fileprivate static func effect(of context: JobContext) -> RowInsertion {
        effect(of: context.id, attempt: context.attempt)
    }
}

struct NoopHandler: JobHandler {
    func run(_ payload: BenchNoop, in context: JobContext) async throws -> JobOutcome {
        .succeeded(JobSuccess(effects: [BenchKinds.effect(of: context)]))
    }
}

struct SleepHandler: JobHandler {
    func run(_ payload: BenchSleep, in context: JobContext) async throws -> JobOutcome {
        try await Task.sleep(for: .milliseconds(payload.ms))
        return .succeeded(JobSuccess(effects: [BenchKinds.effect(of: context)]))
    }
}

struct FailHandler: JobHandler {
    func run(_ payload: BenchFail, in context: JobContext) async throws -> JobOutcome {
        if context.attempt <= payload.times {
            return .retry(JobError(code: "bench", message: "Failed as asked, attempt \(context.attempt)."))
        }
        return .succeeded(JobSuccess())
    }
}

struct SpinHandler: JobHandler {
    func run(_ payload: BenchSpin, in context: JobContext) async throws -> JobOutcome {
        let end = ContinuousClock.now + .milliseconds(payload.ms)
        var rounds = 0
        while ContinuousClock.now < end { rounds &+= 1 }
        return .succeeded(JobSuccess(result: Array(#"{"rounds":\#(rounds)}"#.utf8)))
    }
}

struct CrashHandler: JobHandler {
    func run(_ payload: BenchCrash, in context: JobContext) async throws -> JobOutcome {
        if context.attempt <= payload.times { kill(ProcessInfo.processInfo.processIdentifier, SIGKILL) }
        return .succeeded(JobSuccess())
    }
}

struct MemoryHandler: JobHandler {
    func run(_ payload: BenchMemory, in context: JobContext) async throws -> JobOutcome {
        let held = (0..<max(0, payload.mb)).map { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 1 << 20) }
        try await Task.sleep(for: .milliseconds(payload.ms))
        return .succeeded(try JobSuccess(["bytes": held.reduce(0) { $0 + $1.count }]))
    }
}

struct EmitHandler: JobHandler {
    /// Chunk N is a text that begins with `N ` and is filled up to the bytes asked for.
    func run(_ payload: BenchEmit, in context: JobContext) async throws -> JobOutcome {
        for number in stride(from: 1, through: payload.chunks, by: 1) {
            let text = "\(number) "
            try context.emit(text + String(repeating: "x", count: max(0, (payload.bytes ?? 0) - text.utf8.count)))
            context.progress(Double(number) / Double(payload.chunks) * 100, "\(number) of \(payload.chunks)")
            if let ms = payload.ms, ms > 0 { try await Task.sleep(for: .milliseconds(ms)) }
        }
        return .succeeded(try JobSuccess(["chunks": payload.chunks]))
    }
}
