public import Contracts
import Foundation
public import Jobs

/// The payload of `notify.in_app`: a delivery, or what earlier versions asked for by this kind.
public enum InboxJob: PayloadCoding {
    case delivery(DeliveryJob)
    case request(NotificationRequest)

    public init(from decoder: any Decoder) throws {
        if let delivery = try? DeliveryJob(from: decoder) {
            self = .delivery(delivery)
        } else if let findings = try? AnnouncedFindings(from: decoder) {
            self = .request(findings.request)
        } else {
            self = .request(try NotificationRequest(from: decoder))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .delivery(let job): try job.encode(to: encoder)
        case .request(let request): try request.encode(to: encoder)
        }
    }
}

/// How version 0.2 announced new critical findings.
private struct AnnouncedFindings: Decodable {
    let scanRunID: UUID
    let findings: [UUID]

    var request: NotificationRequest {
        NotificationRequest(
            to: [NotificationRecipient(role: "school")], template: "finding_opened",
            data: ["count": .integer(findings.count)], severity: Severity.p2.rawValue, link: "/#/findings",
            dedupKey: "findings.\(scanRunID.uuidString.lowercased())")
    }

    private enum CodingKeys: String, CodingKey {
        case findings
        case scanRunID = "scan_run_id"
    }
}
