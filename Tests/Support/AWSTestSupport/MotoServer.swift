import PythonHelpers

/// An AWS for tests: moto 5.2, with signatures and permissions checked from the moment that the worker's key is made.
///
/// What it does not do, and real AWS does: refuse a missing external id, end sessions, throttle, look at the clock,
/// refuse a wrong region.
public final class MotoServer: Sendable {
    public struct Key: Decodable, Sendable {
        public let accessKeyID: String
        public let secretAccessKey: String
    }

    /// A request that moto received.
    public struct Call: Decodable, Sendable {
        public let method: String
        public let url: String
        public let headers: [String: String]
        /// For S3 the permission that the call takes.
        public let action: String
        public let bucket: String
        /// Of the form in its body, or of the URL.
        public let parameters: [String: String]
    }

    private struct Address: Decodable {
        let url: String
    }

    private struct Role: Decodable {
        let arn: String
    }

    private struct Command: Encodable {
        var cmd: String
        var account = ""
        var name = ""
        var externalID = ""
        var actions: [String] = []
        var region = ""
        var count = 0
        var type = ""
        var state = ""
        var tags: [String: String] = [:]
        var policy = ""
        var service = ""
        var arguments = ""
    }

    private struct Answer: Decodable {
        let json: String
    }

    /// The account in which the worker's key lives.
    public static let ownAccount = "123456789012"
    public static let scanActions = ["ec2:Describe*"]

    private let helper: PythonHelper
    public let url: String

    public init() async throws {
        helper = try PythonHelper(
            script: AWSTestEnvironment.script("moto_estate.py"), python: try await AWSTestEnvironment.python())
        url = try await helper.answer(as: Address.self).url
    }

    public func stop() { helper.stop() }

    /// Makes the worker's user, which may assume roles; from here on everything is checked.
    /// - Parameter actions: what else it may do in its own account.
    public func makeWorker(actions: [String] = []) async throws -> Key {
        try await helper.ask(Command(cmd: "worker", actions: actions))
    }

    /// Makes a role that the worker may assume with this external id. Returns its ARN.
    /// - Parameter policy: a document, in place of the actions.
    public func makeRole(
        in account: String, name: String = "scan", externalID: String, actions: [String] = scanActions,
        policy: String = ""
    ) async throws -> String {
        let command = Command(
            cmd: "role", account: account, name: name, externalID: externalID, actions: actions, policy: policy)
        return try await helper.ask(command, as: Role.self).arn
    }

    public func deleteRole(in account: String, name: String = "scan") async throws {
        _ = try await helper.ask(Command(cmd: "delete_role", account: account, name: name), as: Role.self)
    }

    /// Starts instances and brings them into a state (`running`, `stopped`, `terminated`). Returns their ids.
    public func makeInstances(
        _ count: Int, in account: String, region: String, type: String = "t3.micro", state: String = "running",
        tags: [String: String] = [:]
    ) async throws -> [String] {
        try await helper.ask(
            Command(
                cmd: "instances", account: account, region: region, count: count, type: type, state: state, tags: tags))
    }

    /// Does anything that boto3 can, as the owner of an account. Returns the answer as JSON.
    /// - Parameters:
    ///   - operation: boto3's name of it, such as `put_bucket_acl`.
    ///   - arguments: JSON.
    @discardableResult
    public func call(
        _ service: String, _ operation: String, _ arguments: String, in account: String, region: String = "us-east-1"
    ) async throws -> String {
        let command = Command(
            cmd: "aws", account: account, name: operation, region: region, service: service, arguments: arguments)
        return try await helper.ask(command, as: Answer.self).json
    }

    /// Makes one of the estates of `planted_estate.py` (`open`, `blocked`, `split`) in the account that it names there.
    public func plant(_ estate: String) async throws {
        _ = try await helper.ask(Command(cmd: "plant", type: estate), as: Bool.self)
    }

    /// Forgets all accounts, and checks nothing until a worker is made.
    public func reset() async throws { _ = try await helper.ask(Command(cmd: "reset"), as: Bool.self) }

    /// Begins to record what is called.
    public func record() async throws { _ = try await helper.ask(Command(cmd: "record"), as: Bool.self) }

    /// What was called since `record`.
    public func recorded() async throws -> [Call] { try await helper.ask(Command(cmd: "recorded")) }
}
