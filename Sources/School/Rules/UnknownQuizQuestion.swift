/// An answer names a question that the quiz does not have.
public struct UnknownQuizQuestion: Error, Sendable {
    /// Of the answer, in the list.
    public let index: Int
}
