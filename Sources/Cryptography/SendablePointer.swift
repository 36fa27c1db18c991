/// A pointer to an object of OpenSSL that never changes once made, and so may be shared between threads.
struct SendablePointer: @unchecked Sendable {
    let value: OpaquePointer?

    init(_ value: OpaquePointer?) { self.value = value }
}
