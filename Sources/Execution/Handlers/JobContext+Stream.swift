import Foundation
import Jobs

extension JobContext {
    /// Publishes how far the job is. Of several reports in a row only the last may be seen. Never waits and never fails:
    /// without Redis the report is dropped, and the job goes on.
    /// - Parameters:
    ///   - percent: 0 to 100.
    ///   - message: for people; `Limits.progressMessage` characters are kept.
    public func progress(_ percent: Double, _ message: String? = nil) {
        stream.publish(JobProgress(percent: percent, message: message))
    }

    /// Publishes a piece of what the job makes, in order: a part of a text, a row, whatever its callers know to read. Never
    /// waits.
    ///
    /// It is a view of the work, not its result. When chunks come faster than Redis takes them, or an attempt has published
    /// more than `Limits.streamBytes`, the oldest are dropped, and a listener that misses them gets a reset.
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
