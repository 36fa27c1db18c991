/// How the tutor of a path is to be.
public struct TutorAgent: Sendable, Hashable {
    public var discipline: String?
    public var instructions: String?

    public init(discipline: String?, instructions: String?) {
        self.discipline = discipline
        self.instructions = instructions
    }
}
