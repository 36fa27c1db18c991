public import Foundation

/// A rule of the school that forbids what is asked for.
public enum SchoolRefusal: Error, Sendable, Hashable {
    /// The subscription has ended, or has not begun.
    case noSubscription
    case moduleNotSubscribed(String)
    case tooManyUsers(Int, subscribed: Int)
    case pathNotValidated(LearningPath.Status)
    /// - Parameter expected: in which it could be done.
    case pathStatus(LearningPath.Status, expected: [LearningPath.Status])
    case nothingFailed
    case unknownStep(Int, of: Int)
    case stepClosed(Int, before: Int)
    case tooEarly(Int, due: Date)
    case sessionOpen(UUID)
    case sessionEnded
    case questionsWait(Int)
    case tooManyQuestions(Int)
    case noQuiz
    case tooManyExports(Int)
    /// There is no such user, or none to whom the caller may write: which of these is not said.
    case notReachable
    case messageTooLong(Int)
    /// - Parameter member: of the body.
    case blockedWord(String, in: String)
    /// - Parameter expected: in which it could be done.
    case appointmentStatus(Appointment.Status, expected: [Appointment.Status])
    case notTheGuest
    case appointmentPast(Date)
    /// Another request changed the rows meanwhile.
    case contention
}
