import PythonHelpers

/// An AWS that answers as it is scripted. Unless scripted, every role opens, the caller is of `account`, and every region
/// has two instances; the date of each request is checked, its signature is not.
public final class ScriptedAWS: Sendable {
    /// What happens to one request.
    public struct Step: Encodable, Sendable {
        var kind: String
        var code = ""
        var status = 200
        var text = ""
        var shape = ""
        var headers: [String: String] = [:]
        var count = 0
        var first = 0

        /// The plain answer.
        public static let ok = Step(kind: "ok")
        public static let truncated = Step(kind: "truncated")
        public static let gzip = Step(kind: "gzip")
        public static let silent = Step(kind: "silent")
        /// A byte a second.
        public static let drip = Step(kind: "drip")
        /// Half a mebibyte a second, for ever.
        public static let endless = Step(kind: "endless")
        /// The plain answer, once `release` is called.
        public static let held = Step(kind: "held")
        /// A reset connection in the middle of the body.
        public static let reset = Step(kind: "reset")

        /// - Parameter shape: `ec2`, `query`, `s3` or `mixed`; the action's own unless given.
        public static func error(
            _ code: String, status: Int = 400, message: String = "", shape: String = "", headers: [String: String] = [:]
        ) -> Step {
            Step(kind: "error", code: code, status: status, text: message, shape: shape, headers: headers)
        }

        public static func body(_ text: String, status: Int = 200) -> Step {
            Step(kind: "body", status: status, text: text)
        }

        /// A page of DescribeInstances whose instances are numbered from `first`.
        public static func page(_ count: Int, first: Int = 0, next: String? = nil) -> Step {
            Step(kind: "page", text: next ?? "", count: count, first: first)
        }

        /// A page that is never the last one.
        public static func more(_ count: Int) -> Step { Step(kind: "more", count: count) }

        public static func huge(mebibytes: Int) -> Step { Step(kind: "huge", count: mebibytes) }

        /// Answers no request before so many are waiting for this at once.
        public static func together(_ count: Int) -> Step { Step(kind: "together", count: count) }
    }

    public struct Call: Decodable, Sendable {
        /// For S3 the permission that the call takes.
        public let action: String
        public let bucket: String
        /// That of the signature's scope.
        public let region: String
        public let parameters: [String: String]
        /// Names in small letters.
        public let headers: [String: String]
        public let target: String
    }

    private struct Address: Decodable {
        let url: String
        let full: String
    }

    private struct Rule: Encodable {
        var action: String
        var region: String
        var bucket: String
        var steps: [Step]
        var repeats: Bool
    }

    private struct Settings: Encodable {
        var account: String?
        var offset: Int?
        var regions: [String]?
        var buckets: [String]?
        var places: [String]?
        var latency: Double?
    }

    private struct Command: Encodable {
        var cmd: String
        var rule: Rule?
        var settings: Settings?
        var action = ""
        var count = 0
    }

    private let helper: PythonHelper
    public let url: String
    /// An endpoint that never accepts.
    public let fullURL: String

    public init() async throws {
        helper = try PythonHelper(script: AWSTestEnvironment.script("scripted_aws.py"))
        let address = try await helper.answer(as: Address.self)
        url = address.url
        fullURL = address.full
    }

    /// The next requests for an action get these steps, one each, and then the plain answer.
    /// - Parameters:
    ///   - action: empty for any.
    ///   - region: only in this region.
    ///   - bucket: only of this bucket.
    ///   - repeats: the last step is for all that follow.
    public func script(
        _ action: String, region: String = "", bucket: String = "", repeats: Bool = false, _ steps: Step...
    ) async throws {
        let rule = Rule(action: action, region: region, bucket: bucket, steps: steps, repeats: repeats)
        _ = try await helper.ask(Command(cmd: "script", rule: rule), as: Bool.self)
    }

    /// - Parameters:
    ///   - account: whose session GetCallerIdentity sees.
    ///   - offset: by how many seconds its clock is ahead.
    ///   - regions: what DescribeRegions lists.
    ///   - buckets: as `name@region`, or `name` alone for a list that does not say where it is.
    ///   - places: the same, for GetBucketLocation.
    ///   - latency: seconds before each answer.
    public func set(
        account: String? = nil, offset: Int? = nil, regions: [String]? = nil, buckets: [String]? = nil,
        places: [String]? = nil, latency: Double? = nil
    ) async throws {
        let settings = Settings(
            account: account, offset: offset, regions: regions, buckets: buckets, places: places, latency: latency)
        _ = try await helper.ask(Command(cmd: "settings", settings: settings), as: Bool.self)
    }

    public func calls() async throws -> [Call] { try await helper.ask(Command(cmd: "seen")) }

    /// Answers those that are held.
    public func release() async throws { _ = try await helper.ask(Command(cmd: "release"), as: Bool.self) }

    /// Waits until an action was called so often.
    public func await(_ action: String, count: Int = 1) async throws {
        _ = try await helper.ask(Command(cmd: "await_calls", action: action, count: count), as: Bool.self)
    }
}
