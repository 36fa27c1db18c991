/// How much there may be of what people make.
public enum SchoolLimits {
    public static let classStudents = 1000
    public static let classProfessors = 50
    public static let pathStudents = 2000
    public static let pathClasses = 50
    /// Of a professor, and of a path with those that a model added.
    public static let steps = 50
    public static let mostSteps = 100
    public static let questions = 200
    /// Questions of a session that wait for their answers at once.
    public static let openQuestions = 3
    /// Questions of a step's quiz.
    public static let quizQuestions = 4
    /// Characters of a message.
    public static let messageCharacters = 4000
    /// Of an appointment.
    public static let appointmentMinutes = 1...1440
    /// How far ahead an appointment begins at most.
    public static let appointmentDays = 366
}
