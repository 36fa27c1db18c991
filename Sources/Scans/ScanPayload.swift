public import Foundation
public import Jobs

/// What every scan job is about: one run, of one service. Who asks, and with which secret, is read when it runs.
public protocol ScanPayload: JobPayload {
    static var service: ScanService { get }
    var runID: UUID { get }
    var roleArn: String { get }
    /// nil: every region that the account has enabled.
    var regions: [String]? { get }
}

/// The instances of an AWS account.
public struct ScanEC2: ScanPayload {
    public static let service = ScanService.ec2
    public static let definition = JobDefinition(
        kind: "scan.aws.ec2", queue: "scan", timeout: .seconds(300), maxAttempts: 3)

    public let runID: UUID
    public let roleArn: String
    public let regions: [String]?

    public init(runID: UUID, roleArn: String, regions: [String]?) {
        self.runID = runID
        self.roleArn = roleArn
        self.regions = regions
    }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case roleArn = "role_arn"
        case regions
    }
}
