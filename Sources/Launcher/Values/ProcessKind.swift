/// What has to be known of a kind of process to start it.
public struct ProcessKind: Sendable, Hashable {
    public enum Role: Sendable, Hashable {
        case api, enqueuer
        /// A supervisor with an executor below it; `--workers` names it.
        case worker
    }

    /// In `--workers`, in the logs and, in capitals, in the environment file.
    public let name: String
    /// The program's file beside `flotilla`.
    public let executable: String
    public let role: Role
    public let arguments: [String]
    /// Added to what every process gets.
    public let environment: [String: String]
    /// How many without `--workers`.
    public let standardCount: Int
    /// Whether it gets the settings of the demonstration's cloud.
    public let meetsCloud: Bool
    /// Whether a mail server is started for it when none is set.
    public let sendsMail: Bool
    /// Whether local models are fetched and started for it when none is set; it starts once they answer.
    public let asksModels: Bool

    public init(
        _ name: String, executable: String, role: Role = .worker, arguments: [String] = [],
        environment: [String: String] = [:], standardCount: Int = 1, meetsCloud: Bool = false,
        sendsMail: Bool = false, asksModels: Bool = false
    ) {
        self.name = name
        self.executable = executable
        self.role = role
        self.arguments = arguments
        self.environment = environment
        self.standardCount = standardCount
        self.meetsCloud = meetsCloud
        self.sendsMail = sendsMail
        self.asksModels = asksModels
    }
}
