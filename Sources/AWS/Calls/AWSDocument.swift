/// What is posted as JSON to a path of its own (AWS restJson1).
struct AWSDocument: Sendable {
    /// Without the slash at its beginning.
    var path: String
    var json: [UInt8]
}
