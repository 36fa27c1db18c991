import Flotilla
import FlotillaTesting
import Foundation
import Synchronization
import Testing

struct Order: JobPayload, Equatable {
    static let definition = JobDefinition(
        kind: "shop.order", queue: "shop", timeout: .seconds(5), maxAttempts: 3)
    let userID: Int
    let placedAt: Date
    var fails = 0
}

struct Receipt: JobPayload, Equatable {
    static let definition = JobDefinition(kind: "shop.receipt", queue: "shop", timeout: .seconds(5))
    let text: String
}

private struct OrderHandler: JobHandler {
    let minter = JobIDMinter()

    func run(_ order: Order, in context: JobContext) async throws -> JobOutcome {
        let done = (context.checkpoint(Int.self) ?? 0) + 1
        try await context.save(done)
        if context.attempt <= order.fails { throw JobError(code: "sold_out", message: "Nothing left.") }
        let receipt = try NewJob(id: minter.mint(), tenant: context.tenant, payload: Receipt(text: "\(done) rounds"))
        let row = RowInsertion(into: "orders", [("user_id", [Int64(order.userID)])])
        return .succeeded(try JobSuccess(["rounds": done], effects: [row], followUps: [receipt]))
    }
}

private struct ReceiptHandler: JobHandler {
    func run(_ receipt: Receipt, in context: JobContext) async throws -> JobOutcome {
        receipt.text.isEmpty ? .snoozed(until: Date() + 3600, reason: "Not now.") : .succeeded(JobSuccess())
    }
}

struct Teller: JobPayload {
    static let definition = JobDefinition(kind: "shop.teller", queue: "shop", timeout: .seconds(5))
}

private struct TellerHandler: JobHandler {
    func run(_ payload: Teller, in context: JobContext) async throws -> JobOutcome {
        try context.emit("\(context.attempt)")
        context.progress(50, "half")
        if context.attempt == 1 { throw JobError(code: "first", message: "Not yet.") }
        try context.emit("b")
        context.progress(100)
        return .succeeded(JobSuccess())
    }
}

@Suite struct InlineFleetTests {
    private let fleet = InlineFleet(OrderHandler(), ReceiptHandler())
    private let placedAt = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("a job runs to its end: retries at once, then what follows from its result")
    func toTheEnd() async throws {
        let tenant = UUID()
        let job = try await fleet.run(Order(userID: 7, placedAt: placedAt, fails: 2), for: tenant)
        try job.expect(.succeeded, attempts: 3)
        #expect(job.attempts == [.error, .error, .succeeded])
        #expect(try job.result([String: Int].self) == ["rounds": 3])
        #expect(try job.checkpoint(Int.self) == 3)
        #expect(job.effects.count == 1 && job.effects.first is RowInsertion)
        let receipts = await fleet.jobs(of: Receipt.self)
        #expect(try receipts.map { try $0.payload(Receipt.self) } == [Receipt(text: "3 rounds")])
        try #require(receipts.first).expect(.succeeded)
        #expect(receipts.first?.tenant == tenant)
    }

    @Test("what the last attempt published is kept: chunks in order, and its progress")
    func words() async throws {
        let job = try await InlineFleet(TellerHandler()).run(Teller())
        try job.expect(.succeeded, attempts: 2)
        #expect(try job.chunks(String.self) == ["2", "b"])
        #expect(job.progress == [JobProgress(percent: 50, message: "half"), JobProgress(percent: 100)])
    }

    @Test("a payload arrives as it was sent, whatever its properties are called")
    func payload() async throws {
        let order = Order(userID: 7, placedAt: placedAt)
        #expect(try await fleet.run(order).payload(Order.self) == order)
    }

    @Test("attempts can be run one at a time, and the last error that is allowed makes a dead letter")
    func oneAtATime() async throws {
        let id = try await fleet.enqueue(Order(userID: 7, placedAt: placedAt, fails: 9))
        try await fleet.runOnce(id).expect(.retrying, error: "sold_out", attempts: 1)
        try await fleet.runOnce(id).expect(.retrying, attempts: 2)
        try await fleet.runOnce(id).expect(.failed, error: "sold_out", attempts: 3)
        await #expect(throws: Unmet.self) { try await fleet.runOnce(id) }
    }

    @Test("what does not hold says how it stands")
    func unmet() async throws {
        let job = try await fleet.run(Order(userID: 7, placedAt: placedAt, fails: 9))
        let error = #expect(throws: Unmet.self) { try job.expect(.succeeded) }
        #expect(error?.description.contains("failed after [error, error, error], sold_out") == true)
        #expect(throws: Unmet.self) { try job.expect(.failed, error: "other") }
        #expect(throws: Unmet.self) { try job.expect(.failed, attempts: 1) }
        #expect(throws: Unmet.self) { try job.result(Int.self) }
    }

    @Test("a kind that no handler runs fails, and a job that never ends is reported", .timeLimit(.minutes(1)))
    func limits() async throws {
        let other = InlineFleet(ReceiptHandler())
        try await other.run(Order(userID: 1, placedAt: placedAt)).expect(.failed, error: "unknown_kind")
        await #expect(throws: Unmet.self) { try await other.run(Receipt(text: "")) }
    }

    @Test("a payload beyond the limit is refused before anything is kept")
    func tooLarge() async throws {
        let text = String(repeating: "x", count: Limits.payloadBytes)
        let error = await #expect(throws: JobError.self) { try await fleet.run(Receipt(text: text)) }
        #expect(error?.code == "payload_too_large")
        #expect(await fleet.jobs(of: Receipt.self).isEmpty)
    }
}
