/// A request line as it came, with the places of its parts in the library's buffer, as numbers to compare with.
struct RequestLine: Sendable {
    /// `nil` is one that must be refused.
    let target: RequestTarget?
    let targetStart: UInt
    let targetEnd: UInt
}
