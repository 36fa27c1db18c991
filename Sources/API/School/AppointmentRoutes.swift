import Accounts
import Billing
import Cron
import Foundation
import HTTPServer
import JSON
import Jobs
import Notifications
import Postgres
import School
import Storage

/// `GET` and `POST /appointments`, `GET /appointments/{id}`, `POST /appointments/{id}/accept`, `/decline` and `/cancel`: of the two
/// who meet.
struct AppointmentRoutes: APIModule {
    private static let people: Set<Role> = [.school, .professor, .student]

    private let context: APIContext
    private let store: SchoolStore
    private let lists: SchoolStore
    private let notifications: NotificationStore
    private let billing: BillingStore

    init(_ context: APIContext) {
        self.context = context
        store = SchoolStore(database: context.connections.domains)
        lists = SchoolStore(database: context.lists.domains)
        notifications = NotificationStore(database: context.connections.domains, jobs: context.store)
        billing = BillingStore(database: context.connections.domains, jobs: context.store)
    }

    func add(to router: inout APIRouter) {
        router.get(
            "/appointments", for: Self.people,
            APIOperation("listAppointments", "The caller's appointments").page(of: AppointmentView.self), list)
        router.post(
            "/appointments", for: Self.people, isAudited: false,
            APIOperation("proposeAppointment", "Proposes an appointment").body(
                AppointmentBody.schema, example: AppointmentBody.example
            ).answers(AppointmentView.self, .created).refuses(.notFound), propose)
        router.get(
            "/appointments/{id}", for: Self.people,
            APIOperation("getAppointment", "An appointment").answers(AppointmentView.self), show)
        router.post(
            "/appointments/{id}/accept", for: Self.people, isAudited: false,
            APIOperation("acceptAppointment", "Accepts an appointment").answers(AppointmentView.self), accept)
        router.post(
            "/appointments/{id}/decline", for: Self.people, isAudited: false,
            APIOperation("declineAppointment", "Declines an appointment").answers(AppointmentView.self), decline)
        router.post(
            "/appointments/{id}/cancel", for: Self.people, isAudited: false,
            APIOperation("cancelAppointment", "Cancels an appointment").answers(AppointmentView.self), cancel)
    }

    @Sendable private func list(_ call: Call) async throws -> HTTPResponse {
        try call.request.allowQuery(["limit", "cursor"])
        let (limit, cursor) = (try call.request.limit(), try call.request.cursorID())
        let page = try await context.lists.read(by: call.principal) {
            try await lists.appointments(
                of: call.principal.userID, tenant: call.principal.tenant, before: cursor, limit: limit)
        }
        return try call.answer(Page(page.list.map { AppointmentView($0) }, next: page.next))
    }

    @Sendable private func show(_ call: Call) async throws -> HTTPResponse {
        try call.answer(AppointmentView(try await found(call)))
    }

    @Sendable private func propose(_ call: Call) async throws -> HTTPResponse {
        let body = try AppointmentBody(try call.request.document())
        try context.school.content.check(body.subject, in: "subject")
        let (caller, tenant) = (call.principal.userID, call.principal.tenant)
        guard try await store.mayWrite(ConversationParty(call.principal), to: body.with),
            let guest = try await store.person(body.with, of: tenant)
        else { throw SchoolRefusal.notReachable }
        let now = ServerClock.shared.now
        let zone = try await zone(body.timeZone, of: caller, tenant)
        let proposer = try await store.person(caller, of: tenant)
        let new = Appointment(
            id: context.minter.mint().uuid, proposerID: caller, guestID: body.with, proposerName: proposer?.name ?? "",
            guestName: guest.name, startsAt: try body.start(in: zone, now: now),
            timeZone: zone == .gmt ? "UTC" : zone.identifier, minutes: body.minutes, subject: body.subject,
            status: .proposed, createdAt: now)
        return try await commit(
            new, store.proposal(of: new, tenant: tenant), try notices(of: new, call).proposal(), .created, call)
    }

    /// The clocks by which "the day before at this hour" is meant.
    private func zone(_ asked: TimeZone?, of user: UUID, _ tenant: UUID) async throws -> TimeZone {
        if let asked { return asked }
        let own = try await notifications.choices(of: user, in: tenant)?.timeZone.flatMap { TimeZone.named($0) }
        if let own { return own }
        let school = try await billing.profile(of: tenant)?.profile.timeZone.flatMap { TimeZone.named($0) }
        return school ?? context.billing.timeZone
    }

    @Sendable private func accept(_ call: Call) async throws -> HTTPResponse {
        let found = try await answerable(call, as: .accepted)
        if found.status == .accepted { return try call.answer(AppointmentView(found)) }
        let now = ServerClock.shared.now
        guard found.startsAt > now else { throw SchoolRefusal.appointmentPast(found.startsAt) }
        // Version 4: 122 bits of the system's random source.
        let accepted = found.with(.accepted, room: UUID())
        let notices = notices(of: accepted, call)
        let times = AppointmentReminders(
            of: found.startsAt, in: TimeZone.named(found.timeZone) ?? .gmt, after: now
        ).times
        let reminders = try notices.reminders(at: times)
        let change = store.change(
            found.id, to: .accepted, from: [.proposed], at: now, room: accepted.roomID, reminders: reminders.map(\.id))
        return try await commit(accepted, change, try notices.both("appointment_confirmed") + reminders, .ok, call)
    }

    @Sendable private func decline(_ call: Call) async throws -> HTTPResponse {
        let found = try await answerable(call, as: .declined)
        if found.status == .declined { return try call.answer(AppointmentView(found)) }
        let declined = found.with(.declined, room: nil)
        let change = store.change(
            found.id, to: .declined, from: [.proposed], at: ServerClock.shared.now, room: nil, reminders: [])
        return try await commit(
            declined, change, try notices(of: declined, call).both("appointment_declined"), .ok, call)
    }

    /// Takes the reminders back in the same transaction.
    @Sendable private func cancel(_ call: Call) async throws -> HTTPResponse {
        let found = try await found(call)
        if found.status == .cancelled { return try call.answer(AppointmentView(found)) }
        guard found.status == .proposed || found.status == .accepted else {
            throw SchoolRefusal.appointmentStatus(found.status, expected: [.proposed, .accepted])
        }
        let now = ServerClock.shared.now
        guard found.startsAt > now else { throw SchoolRefusal.appointmentPast(found.startsAt) }
        let cancelled = found.with(.cancelled, room: nil)
        // From the status that was read: its reminders are those that are taken back.
        let change = store.change(
            found.id, to: .cancelled, from: [found.status], at: now, room: nil, reminders: [])
        return try await commit(
            cancelled, change, try notices(of: cancelled, call).both("appointment_cancelled"), .ok, call,
            takingBack: found.reminderJobs.map { JobID($0) })
    }

    /// One that the caller was asked for.
    /// - Parameter next: what may be asked for again.
    private func answerable(_ call: Call, as next: Appointment.Status) async throws -> Appointment {
        let found = try await found(call)
        guard found.guestID == call.principal.userID else { throw SchoolRefusal.notTheGuest }
        guard found.status == .proposed || found.status == next else {
            throw SchoolRefusal.appointmentStatus(found.status, expected: [.proposed])
        }
        return found
    }

    private func notices(of appointment: Appointment, _ call: Call) -> AppointmentNotices {
        AppointmentNotices(
            appointment: appointment, tenant: call.principal.tenant, minter: context.minter, trace: call.request.trace)
    }

    private func commit(
        _ appointment: Appointment, _ change: Query, _ jobs: [NewJob], _ status: HTTPStatus, _ call: Call,
        takingBack reminders: [JobID] = []
    ) async throws -> HTTPResponse {
        let (view, tenant, store) = (AppointmentView(appointment), call.principal.tenant, context.store)
        let place = Link("/appointments/\(appointment.id.uuidString.lowercased())")
        var statements = [change]
        if let cancellation = PostgresJobStore.cancellation(of: reminders, tenant: tenant) {
            statements += [.enterDispatcher, cancellation]
        }
        let unit = statements
        return try await refusingBySchoolRules {
            try await context.accepting(jobs, for: call) { _ in
                try call.answer(view, status, location: status == .created ? place : nil)
            } commit: { recorded in
                try await store.enqueue(jobs, with: unit, of: tenant, recording: recorded)
            }
        }
    }

    private func found(_ call: Call) async throws -> Appointment {
        let found = try await store.appointment(
            try call.request.pathID(), of: call.principal.userID, tenant: call.principal.tenant)
        guard let found else { throw Problem.notFound() }
        return found
    }
}
