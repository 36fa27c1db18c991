import FleetTestSupport
import Foundation
import Testing

extension BillingFleet {
    @Suite("An invoice over HTTP") struct InvoiceAnswerTests {
        let place: BillingEnvironment

        init() throws { place = try BillingEnvironment.current }

        @Test("it is JSON, PDF, XML or a page, as Accept says, and is cancelled by a credit note, once")
        func life() async throws {
            try await place.plan("basic", cents: 10_000)
            let school = try await place.school()
            let named: [String: JSON] = ["tenants": [.string(school.id)]]
            _ = try await place.bill("2026-06", named)
            let id = try #require(try await school.caller.get("/invoices")["items"][0]["id"].string)
            let path = "/invoices/\(id)"
            let number = try #require(try await school.caller.get(path)["number"].string)

            func answer(_ accept: String) async throws -> (status: Int, type: String?, text: String) {
                let answer = try await school.caller.get(path, headers: [("Accept", accept)])
                #expect(answer.status != 200 || answer.headers["Vary"] == "Accept")
                return (answer.status, answer.headers["Content-Type"], String(decoding: answer.body, as: UTF8.self))
            }
            let pdf = try await answer("application/pdf")
            #expect(pdf.type == "application/pdf" && pdf.text.hasPrefix("%PDF-"))
            let xml = try await answer("application/xml")
            #expect(xml.type == "application/xml" && xml.text.contains("<ram:ID>\(number)</ram:ID>"), "\(xml)")
            let page = try await answer("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
            #expect(page.type == "text/html; charset=utf-8" && page.text.contains(number))
            #expect(try await answer("application/json, application/pdf;q=0.9").type == "application/json")
            #expect(try await answer("*/*").type == "application/json")
            #expect(try await answer("application/pdf;q=0, application/xml;q=0.1").type == "application/xml")
            #expect(try await answer("image/png").status == 406)
            #expect(try await answer(",;q=,/;;").status == 406)

            let refused = try await school.caller.post("\(path)/cancel", ["reason": "It is ours."])
            #expect(refused.status == 403)
            let cancelled = try await place.admin.post("\(path)/cancel", ["reason": "The plan was wrong."])
            #expect(cancelled.status == 202 && cancelled["kind"] == "credit_note", "\(cancelled)")
            #expect(cancelled["total_cents"] == 12_000 && cancelled["corrects"] == .string(number), "\(cancelled)")
            let twice = try await place.admin.post("\(path)/cancel", ["reason": "Again."])
            #expect(twice.status == 202 && twice["id"] == cancelled["id"], "\(twice)")
            #expect(try await school.caller.get(path)["status"] == "ANNULEE")
            let note = try await school.caller.get(
                "/invoices/\(cancelled["id"].string ?? "")", headers: [("Accept", "application/xml")])
            #expect(String(decoding: note.body, as: UTF8.self).contains("<ram:TypeCode>381</ram:TypeCode>"))

            // A run that names the school bills the month again, one of all schools would not.
            let again = try await place.bill("2026-06", named)
            #expect(again["invoiced"] == 1, "\(again)")
        }
    }
}
