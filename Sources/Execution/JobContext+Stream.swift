import Foundation
import Jobs

extension JobContext {
    /// Tells those who watch how far the job is. Of several words in a row only the last may be seen. Never waits, and
    /// fails never: without Redis nobody hears it, and the job goes on.
    /// - Parameters:
    ///   - percent: 0 to 100.
    ///   - message: for people; `Limits.progressMessage` characters are kept.
    public func progress(_ percent: Double, _ message: String? = nil) {
        stream.publish(JobProgress(percent: percent, message: message))
    }

    /// Hands a piece of what the job makes to those who watch, in order: a part of a text, a row, whatever its callers
    /// know to read. Never waits.
    ///
    /// It is a view of the work, not its result. When chunks come faster than Redis takes them, or an attempt has told
    /// more than `Limits.streamBytes`, the oldest are dropped, and a listener that did not have them yet is told so.
    /// - Throws: `JobError` with the code `chunk_too_large` beyond `Limits.chunkBytes` of JSON; `EncodingError`.
    public func emit(_ chunk: some Encodable) throws {
        let bytes = Array(try JSONEncoder.jobs.encode(chunk))
        guard bytes.count <= Limits.chunkBytes else {
            throw JobError(
                code: "chunk_too_large",
                message: "A chunk has \(bytes.count) bytes; \(Limits.chunkBytes) are allowed.")
        }
        stream.publish(bytes)
    }
}
