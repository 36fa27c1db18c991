public import Foundation
public import Jobs
public import Postgres
import Storage

extension SchoolStore {
    /// One of the user's own.
    public func appointment(_ id: UUID, of user: UUID, tenant: UUID) async throws -> Appointment? {
        try await database.query(
            """
            select \(Self.appointmentColumns) from flotilla.appointments appointment
            where id = \(id) and tenant = \(tenant) and \(user) in (proposer_id, guest_id)
            """, of: tenant
        ).first.map { try Appointment($0) }
    }

    /// The user's own, newest first.
    public func appointments(
        of user: UUID, tenant: UUID, before cursor: UUID?, limit: Int
    ) async throws -> (list: [Appointment], next: UUID?) {
        func side(_ column: String) -> Query {
            var condition = ListBound.only(column, user)
            if let cursor { condition = "\(condition) and id < \(cursor)" }
            return """
                (select \(Self.appointmentColumns) from flotilla.appointments appointment
                where \(condition) order by id desc limit \(Int64(limit) + 1))
                """
        }
        let rows = try await database.query(
            ListBound.page(
                of: "select * from (\(side("proposer_id")) union all \(side("guest_id"))) own order by id desc",
                size: "octet_length(subject)", order: "id desc", limit: limit),
            of: tenant)
        let list = try rows.map { try Appointment($0) }
        return (list, try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    /// What proposes an appointment; repeated with the same id it changes nothing.
    public func proposal(of new: Appointment, tenant: UUID) -> Query {
        """
        insert into flotilla.appointments
            (id, tenant, proposer_id, guest_id, starts_at, time_zone, minutes, subject, changed_at)
        values (\(new.id), \(tenant), \(new.proposerID), \(new.guestID), \(new.startsAt), \(new.timeZone),
            \(Int32(clamping: new.minutes)), \(new.subject), \(new.createdAt))
        on conflict (id) do nothing
        """
    }

    /// What gives an appointment another status; repeated with the same moment it changes nothing.
    public func change(
        _ id: UUID, to status: Appointment.Status, from expected: [Appointment.Status], at moment: Date, room: UUID?,
        reminders: [JobID]
    ) -> Query {
        """
        select flotilla.change_appointment(\(id), \(expected.map(\.rawValue)), \(status.rawValue), \(moment), \(room),
            \(reminders.map(\.uuid)))
        """
    }

    private static let appointmentColumns: Query = """
        id, proposer_id, guest_id, starts_at, time_zone, minutes, subject, status, created_at, room_id, reminder_jobs,
        (select \(name("users")) from flotilla.users where users.id = appointment.proposer_id) as proposer,
        (select \(name("users")) from flotilla.users where users.id = appointment.guest_id) as guest
        """
}

extension Appointment {
    fileprivate init(_ row: Row) throws {
        guard let status = Status(rawValue: try row.decode("status")) else {
            throw PostgresError.unreadable("an appointment")
        }
        self.init(
            id: try row.decode("id"), proposerID: try row.decode("proposer_id"), guestID: try row.decode("guest_id"),
            proposerName: try row.decode("proposer", as: String?.self) ?? "",
            guestName: try row.decode("guest", as: String?.self) ?? "", startsAt: try row.decode("starts_at"),
            timeZone: try row.decode("time_zone"), minutes: Int(try row.decode("minutes", as: Int32.self)),
            subject: try row.decode("subject"), status: status, createdAt: try row.decode("created_at"),
            roomID: try row.decode("room_id"), reminderJobs: try row.decode("reminder_jobs"))
    }
}
