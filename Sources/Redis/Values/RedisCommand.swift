/// A command with its arguments, as in <https://redis.io/docs/latest/commands/>.
public struct RedisCommand: Hashable, Sendable {
    /// One word, in any case: `"SET"`. Sub-commands (`LOAD` of `SCRIPT LOAD`) are arguments.
    public var name: String
    public var arguments: [RedisArgument]

    public init(_ name: String, _ arguments: RedisArgument...) {
        self.init(name, arguments: arguments)
    }

    public init(_ name: String, arguments: [RedisArgument]) {
        self.name = name
        self.arguments = arguments
    }
}
