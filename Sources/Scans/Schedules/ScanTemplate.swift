import Accounts
import Foundation
import Jobs
import Postgres
import Storage

/// A scan of a tenant's cloud: the body is that of `POST /scans`.
struct ScanTemplate: ScheduleTemplate {
    static let name: String = "scan"

    /// The words of a request.
    struct Body: Codable, Sendable {
        let provider: String
        let services: [String]
        let regions: [String]?
        /// nil: the role that the account has when it is fired.
        let roleARN: String?
        /// nil: as where a request does not name it.
        let metrics: MetricsRange?

        private enum CodingKeys: String, CodingKey {
            case provider, services, regions, metrics
            case roleARN = "role_arn"
        }
    }

    let name: String = ScanTemplate.name
    private let accounts: AccountStore

    init(accounts: AccountStore) {
        self.accounts = accounts
    }

    func work(for firing: Firing) async throws -> ScheduledWork {
        guard let tenant = firing.tenant, let user = firing.createdBy,
            let body = try? JSONDecoder().decode(Body.self, from: Data(firing.body)),
            let provider = ScanProvider(rawValue: body.provider)
        else { throw ScheduleRefusal("the scan that is to be made cannot be read") }
        let services = body.services.compactMap(ScanService.init(rawValue:))
        guard services.count == body.services.count, !services.isEmpty else {
            throw ScheduleRefusal("this version cannot scan one of the services")
        }
        var role = body.roleARN
        if role == nil { role = try await accounts.account(tenant)?.roleARN?.description }
        guard let role else { throw ScheduleRefusal("the account has no role that could be assumed") }
        return try NewScan(
            tenant: tenant, userID: user, provider: provider, services: services, regions: body.regions, roleARN: role,
            metricsHours: (body.metrics ?? .standard).hours, trace: TraceContext(), minter: firing.minter
        ).work
    }
}
