import AWSTestSupport
import FleetTestSupport
import Foundation
import Testing

extension CalmFleet {
    @Suite("A big account") struct EstateTests {
        let estate: CalmEnvironment

        init() throws { estate = try CalmEnvironment.current }

        @Test("1,200 instances in four regions are 1,200 rows; what AWS was asked is read-only and holds no secret")
        func big() async throws {
            let caller = estate.big.caller
            try await estate.moto.record()
            let scan = try await caller.scan(CalmEnvironment.bigRegions)
            let job = try await caller.settled(scan.job)
            let calls = try await estate.moto.recorded()
            #expect(job["status"] == "succeeded", "\(job)")
            let pages = try await caller.pages("/scans/\(scan.id)/resources", limit: 500)
            #expect(pages.map(\.count) == [500, 500, 200])
            let ids = pages.flatMap { $0 }.compactMap { $0["instance_id"].string }
            #expect(ids.count == 1200)
            #expect(Set(ids) == estate.bigInstances)
            let run = UUID(uuidString: scan.id) ?? UUID()
            let rows = try await estate.fleet.count(
                """
                select count(*) from ec2_instances resource join scan_runs run on run.id = resource.scan_run_id
                where run.scan_id = \(run)
                """)
            #expect(rows == 1200)
            try expectHarmless(calls)
        }

        private func expectHarmless(_ calls: [MotoServer.Call]) throws {
            let role = "arn:aws:iam::333344445555:role/scan"
            let assumed = calls.filter { $0.action == "AssumeRole" && $0.parameters["RoleArn"] == role }
            #expect(!assumed.isEmpty)
            #expect(assumed.allSatisfy { $0.parameters["ExternalId"] == estate.big.externalID })
            for call in calls {
                let isRead = ["Describe", "Get", "List"].contains { call.action.hasPrefix($0) }
                #expect(isRead || call.action == "AssumeRole", "\(call.action)")
                // Other scans of this cloud may list buckets meanwhile: a read by its method, and its query is signed.
                if call.method != "GET" {
                    #expect(call.method == "POST" && !call.url.contains("?"), "\(call.method) \(call.url)")
                }
                for secret in ["Signature", "Token", "Credential", estate.big.externalID] {
                    #expect(!call.url.contains(secret), "\(call.url)")
                }
            }
        }
    }
}
