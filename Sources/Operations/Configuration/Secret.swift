/// A string that shows as stars wherever it is printed, interpolated, dumped or logged.
///
/// One that comes from a file is what the file holds now, so that it is asked for where it is used and not kept.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private enum Source: Sendable {
        case fixed(String)
        case file(SecretFile)
    }

    private let source: Source

    public init(_ value: String) { source = .fixed(value) }

    init(_ file: SecretFile) { source = .file(file) }

    /// The secret itself, for the call that needs it.
    public func reveal() -> String {
        switch source {
        case .fixed(let value): value
        case .file(let file): file.value
        }
    }

    /// Whether it may be another one later.
    public var isRenewable: Bool {
        if case .file = source { true } else { false }
    }

    /// Calls `body` with each later value, on the task that reads the file. An error of `body` is logged there.
    public func onChange(_ body: @escaping @Sendable (String) throws -> Void) {
        if case .file(let file) = source { file.onChange(body) }
    }

    public static func == (first: Secret, second: Secret) -> Bool { first.reveal() == second.reveal() }

    public func hash(into hasher: inout Hasher) { hasher.combine(reveal()) }

    public var description: String { "***" }
    public var debugDescription: String { "***" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
