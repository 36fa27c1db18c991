/// A body that does not validate: everything that is wrong with it at once.
public struct InvalidRequest: Error, Equatable, Sendable {
    public struct Problem: Equatable, Sendable {
        /// A JSON Pointer into the body (RFC 6901), such as `/email`.
        public let pointer: String
        /// In words for the caller, without the value.
        public let message: String

        public init(pointer: String, message: String) {
            self.pointer = pointer
            self.message = message
        }
    }

    public let problems: [Problem]

    public init(problems: [Problem]) { self.problems = problems }
}
