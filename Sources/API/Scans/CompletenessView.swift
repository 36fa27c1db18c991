import Foundation
import HTTPServer
import Scans

/// How far a list of one service can be relied on.
struct CompletenessView: Encodable, Sendable {
    let complete: Bool
    let service: ScanService
    let scanID: UUID?
    let scanStatus: String?
    let scannedAt: Date?
    let incomplete: [Gap]

    init(_ completeness: Completeness) {
        complete = completeness.isComplete
        service = completeness.service
        scanID = completeness.scan
        scanStatus = completeness.scanStatus?.rawValue
        scannedAt = completeness.scannedAt
        incomplete = completeness.gaps.map { Gap($0) }
    }

    /// What is not known.
    struct Gap: Encodable, Sendable {
        let region: String?
        let status: String
        let cause: String?
        let wholeList: Bool
        let reason: String?
        let cloudAccount: String?

        init(_ gap: Completeness.Gap) {
            region = gap.region
            status = gap.status
            cause = gap.cause
            wholeList = gap.isWholeList
            reason = gap.reason
            cloudAccount = gap.cloudAccount
        }
    }

    /// Beside a list that rests on several services.
    struct OfServices: Encodable, Sendable {
        let complete: Bool
        let services: [CompletenessView]

        init(_ list: [Completeness]) {
            complete = list.allSatisfy(\.isComplete)
            services = list.map { CompletenessView($0) }
        }
    }
}
