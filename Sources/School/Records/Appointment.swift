public import Foundation

/// A time at which two people of a school meet.
public struct Appointment: Sendable {
    public enum Status: String, Sendable, CaseIterable, Encodable {
        case proposed, accepted, declined, cancelled
    }

    public let id: UUID
    public let proposerID: UUID
    public let guestID: UUID
    public let proposerName: String
    public let guestName: String
    public let startsAt: Date
    /// A name of the IANA database.
    public let timeZone: String
    public let minutes: Int
    public let subject: String
    public let status: Status
    public let createdAt: Date
    /// nil unless it is accepted.
    public let roomID: UUID?
    /// The jobs that remind of it.
    public let reminderJobs: [UUID]

    public init(
        id: UUID, proposerID: UUID, guestID: UUID, proposerName: String, guestName: String, startsAt: Date,
        timeZone: String, minutes: Int, subject: String, status: Status, createdAt: Date, roomID: UUID? = nil,
        reminderJobs: [UUID] = []
    ) {
        self.id = id
        self.proposerID = proposerID
        self.guestID = guestID
        self.proposerName = proposerName
        self.guestName = guestName
        self.startsAt = startsAt
        self.timeZone = timeZone
        self.minutes = minutes
        self.subject = subject
        self.status = status
        self.createdAt = createdAt
        self.roomID = roomID
        self.reminderJobs = reminderJobs
    }

    /// As it is once it has another status.
    public func with(_ status: Status, room: UUID?) -> Appointment {
        Appointment(
            id: id, proposerID: proposerID, guestID: guestID, proposerName: proposerName, guestName: guestName,
            startsAt: startsAt, timeZone: timeZone, minutes: minutes, subject: subject, status: status,
            createdAt: createdAt, roomID: room)
    }
}
