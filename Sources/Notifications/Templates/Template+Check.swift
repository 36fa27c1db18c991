public import Accounts
public import Contracts

extension Template {
    /// Everything that is wrong with what a request gives, each with its place in the body: `/data/amount`, `/link`.
    public func problems(
        of data: [String: TemplateValue], link: NotificationLink?
    ) -> [InvalidRequest.Problem] { read(data, link: link).problems }

    /// Mistakes of a body that are listed.
    private static let mostProblems = 100

    func read(
        _ data: [String: TemplateValue], link: NotificationLink?
    ) -> (arguments: [String: Argument], problems: [InvalidRequest.Problem]) {
        var arguments: [String: Argument] = [:]
        var problems: [InvalidRequest.Problem] = []
        func reject(_ pointer: String, _ message: String) {
            if problems.count < Self.mostProblems {
                problems.append(InvalidRequest.Problem(pointer: pointer, message: message))
            }
        }
        for variable in variables {
            let pointer = "/data/\(variable.name)"
            switch data[variable.name] ?? .null {
            case .null: if variable.isRequired { reject(pointer, "is required: \(variable.kind.expected)") }
            case let value:
                switch variable.kind.read(value) {
                case .success(let argument): arguments[variable.name] = argument
                case .failure(let misfit): reject(pointer + misfit.pointer, misfit.message)
                }
            }
        }
        let known = Set(variables.map(\.name))
        for other in data.keys.filter({ !known.contains($0) }).sorted().prefix(Self.mostProblems) {
            let names = variables.map(\.name).joined(separator: ", ")
            reject("/data" + JSONPointer.step(other), "is no variable of \(name), which takes \(names)")
        }
        if treatment.needsLink, link == nil { reject("/link", "is required: \(NotificationLink.expected)") }
        return (arguments, problems)
    }
}
