public import Foundation
public import Jobs

/// What every scan job is about: one run, of one service. Who asks, and with which secret, is read when it runs.
public protocol ScanPayload: JobPayload {
    static var service: ScanService { get }
    var runID: UUID { get }
    var roleArn: String { get }
    /// nil: every region that the account has enabled.
    var regions: [String]? { get }
    /// How many hours of metrics to read after the scan; nil: none.
    var metricsHours: Int? { get }
}

/// Which service a payload is for; a type of its own, so that each service has its own kind of job.
public protocol ScanTarget: Sendable {
    static var service: ScanService { get }
}

public enum EC2Target: ScanTarget { public static let service = ScanService.ec2 }
public enum S3Target: ScanTarget { public static let service = ScanService.s3 }
public enum VPCTarget: ScanTarget { public static let service = ScanService.vpc }
public enum RDSTarget: ScanTarget { public static let service = ScanService.rds }

public typealias ScanEC2 = ScanJob<EC2Target>
public typealias ScanS3 = ScanJob<S3Target>
public typealias ScanVPC = ScanJob<VPCTarget>
public typealias ScanRDS = ScanJob<RDSTarget>

/// One service of an account; the same for every service but for its kind.
public struct ScanJob<Target: ScanTarget>: ScanPayload {
    public static var service: ScanService { Target.service }
    public static var definition: JobDefinition { service.definition }

    public let runID: UUID
    public let roleArn: String
    public let regions: [String]?
    public let metricsHours: Int?

    public init(runID: UUID, roleArn: String, regions: [String]?, metricsHours: Int? = nil) {
        self.runID = runID
        self.roleArn = roleArn
        self.regions = regions
        self.metricsHours = metricsHours
    }

    private enum CodingKeys: String, CodingKey {
        case runID = "run_id"
        case roleArn = "role_arn"
        case regions
        case metricsHours = "metrics_hours"
    }
}
