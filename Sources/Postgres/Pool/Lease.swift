/// Names one holding of an exclusive connection: the connection, and the how-manieth holding in the pool.
struct Lease: Hashable, Sendable {
    let wire: Int
    let number: Int
}
