import Contracts
import Foundation
import JSON
import Jobs
import School

/// What the two of an appointment learn of it: a request for each, since each reads the other's name.
struct AppointmentNotices {
    let appointment: Appointment
    let tenant: UUID
    let minter: JobIDMinter
    let trace: TraceContext

    /// That it was proposed; who did so has it in writing.
    func proposal() throws -> [NewJob] {
        [
            try job("appointment_proposed", to: appointment.guestID),
            try job("appointment_requested", to: appointment.proposerID),
        ]
    }

    /// - Parameter template: the same for both.
    func both(_ template: String) throws -> [NewJob] {
        try [appointment.proposerID, appointment.guestID].map { try job(template, to: $0) }
    }

    /// Both are reminded at these times; not once it has begun.
    func reminders(at times: [Date]) throws -> [NewJob] {
        try times.flatMap { time in
            try both("appointment_reminder").map { job in
                var job = job
                job.runAt = time
                job.expiresAt = appointment.startsAt
                return job
            }
        }
    }

    private func job(_ template: String, to user: UUID) throws -> NewJob {
        let other = user == appointment.guestID ? appointment.proposerName : appointment.guestName
        var data: [String: TemplateValue] = [
            "person": .text(other.isEmpty ? "?" : other),
            "starts_at": .moment(RFC3339.format(appointment.startsAt), timeZone: appointment.timeZone),
        ]
        if template != "appointment_cancelled", template != "appointment_declined" {
            data["minutes"] = .integer(appointment.minutes)
            data["about"] = .text(appointment.subject)
        }
        let request = NotificationRequest(
            to: [NotificationRecipient(userID: user)], template: template, data: data,
            link: "/#/appointments/\(appointment.id.uuidString.lowercased())")
        return NewJob(
            id: minter.mint(), tenant: tenant, definition: NotificationRequest.definition,
            payload: try request.encoded(), trace: trace)
    }
}
