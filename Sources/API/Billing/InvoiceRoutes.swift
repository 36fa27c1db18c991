import Accounts
import Billing
import Foundation
import HTTPServer
import Invoices
import Jobs

/// `GET /invoices`, `GET /invoices/{id}`, `POST /invoices/{id}/pay`, `POST /invoices/{id}/cancel`.
struct InvoiceRoutes: APIModule {
    private let context: APIContext
    private let store: BillingStore
    private let lists: BillingStore
    private let documents = DocumentRenderer()

    init(_ context: APIContext) {
        self.context = context
        store = BillingStore(database: context.connections.domains, jobs: context.store)
        lists = BillingStore(database: context.lists.domains, jobs: context.lists.jobs)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/invoices", for: .managers,
            APIOperation("listInvoices", "Invoices and credit notes, the newest first").query(
                Field.month("period"), Field<InvoiceStatus>.choice("status")
            ).parameter(.tenant).page(of: InvoiceView.self, isTable: true).refuses(.notFound), list)
        router.get(
            "/invoices/{id}", for: .managers,
            APIOperation("getInvoice", "An invoice: as JSON, PDF, XML (Factur-X) or HTML, by `Accept`").answers(
                InvoiceView.self
            ).answers(types: "application/pdf", "application/xml", "text/html").refuses(HTTPStatus(rawValue: 406)), show
        )
        router.post(
            "/invoices/{id}/pay", for: .managers,
            APIOperation("payInvoice", "Has an invoice paid").answers(JobReference.self, .accepted), pay)
        router.post(
            "/invoices/{id}/cancel", for: [.admin],
            APIOperation("cancelInvoice", "Cancels an invoice by a credit note").body(
                CancellationBody.schema, example: CancellationBody.example
            ).answers(InvoiceView.self, .accepted), cancel)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor", "period", "status", "tenant"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let period = try call.request.query(Field.month("period"))
        let status = try call.request.query(Field<InvoiceStatus>.choice("status"))
        let school = try call.school(named: try call.request.query(Field.uuid("tenant")))
        let found = try await context.lists.read(by: call.principal) {
            try await lists.invoices(of: school, period: period, status: status, before: cursor, limit: limit + 1)
        }
        return try call.answerList(
            Page(found, limit: limit, { InvoiceView($0, payments: nil) }, cursor: { $0.id.uuidString.lowercased() }))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        let format = try InvoiceFormat(accept: call.request.headers["Accept"])
        let record = try await record(call)
        var response =
            if format == .json {
                try call.answer(InvoiceView(record.invoice, payments: record.payments))
            } else {
                try await documents.response(to: format, of: record.invoice, for: call.principal)
            }
        response.headers.add("Vary", "Accept")
        return response
    }

    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let reason = try CancellationBody(try call.request.document()).reason
        let record = try await record(call)
        guard record.invoice.kind == .invoice else {
            throw Problem(.conflict, detail: "A credit note cannot be cancelled: bill the month again.")
        }
        func answer(_ note: Invoice) throws -> HTTPResponse {
            try call.answer(InvoiceView(note, payments: []), .accepted, location: InvoiceView.link(to: note.id))
        }
        let note = try await store.cancel(
            record.invoice, because: reason, by: .user(call.principal.userID), note: context.minter.mint().uuid,
            at: ServerClock.shared.now, seriesIn: context.billing.timeZone
        ) { call.record(try answer($0)) }
        return try answer(note)
    }

    @Sendable private func pay(_ call: Call) async throws -> HTTPResponse {
        let invoice = try await record(call).invoice
        func answer(_ job: JobID) throws -> HTTPResponse {
            let reference = JobReference(id: job, kind: CollectPayment.definition.kind, status: .queued)
            return try call.answer(reference, .accepted, location: reference.statusURL)
        }
        let requested = try await store.requestPayment(of: invoice.id, school: invoice.tenant) {
            call.record(try answer($0))
        }
        switch requested {
        case .success(let job): return try answer(job)
        case .failure(.unknownInvoice): throw Problem.notFound()
        case .failure(let refusal): throw Problem(.conflict, detail: refusal.advice)
        }
    }

    private func record(_ call: Call) async throws -> InvoiceRecord {
        let school = try call.school(named: nil)
        guard let record = try await store.invoice(try call.request.pathID(), of: school) else {
            throw Problem.notFound()
        }
        return record
    }
}

extension PaymentRefusal {
    fileprivate var advice: String {
        switch self {
        case .unknownInvoice: "There is no such invoice."
        case .creditNote: "A credit note is not paid by the school: it is refunded."
        case .paid: "The invoice is paid."
        case .cancelled: "The invoice is cancelled."
        case .underWay: "A payment of the invoice is under way: GET /invoices/{id} shows how it stands."
        case .noMethod: "The school has no payment method: set auto_payment with PUT /billing-profile first."
        }
    }
}

extension Call {
    /// Whose rows the caller may see: nil for all, which are an administrator's.
    /// - Throws: 404 for another school than the caller's own.
    func school(named other: UUID?) throws(Problem) -> UUID? {
        if principal.role == .admin { return other }
        if let other, other != principal.tenant { throw .notFound() }
        return principal.tenant
    }
}
