import Foundation
import School

/// An appointment, as its two see it.
struct AppointmentView: Encodable, Sendable {
    let id: UUID
    let status: Appointment.Status
    let proposerID: UUID
    let guestID: UUID
    let proposerName: String
    let guestName: String
    let startsAt: Date
    let timeZone: String
    let minutes: Int
    let subject: String
    let roomID: UUID?
    let createdAt: Date

    init(_ appointment: Appointment) {
        id = appointment.id
        status = appointment.status
        proposerID = appointment.proposerID
        guestID = appointment.guestID
        proposerName = appointment.proposerName
        guestName = appointment.guestName
        startsAt = appointment.startsAt
        timeZone = appointment.timeZone
        minutes = appointment.minutes
        subject = appointment.subject
        roomID = appointment.roomID
        createdAt = appointment.createdAt
    }
}
