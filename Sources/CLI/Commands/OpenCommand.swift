import Fleet
import Foundation
import Notifications
import Operations

/// Prints the address of a page of the dashboard. It asks no server.
enum OpenCommand: Command {
    static let name = "open"
    static let synopsis =
        "[\(DashboardPage.lists.joined(separator: " | ")) | "
        + DashboardPage.ofOne.map { "\($0.word) \($0.isUUID ? "ID" : "NAME")" }.joined(separator: " | ") + "] "
        + FilterArguments.synopsis + " [--batch ID] [--json]"
    static let summary =
        "prints the link of a page of the dashboard: of a list, or of one job, queue, scan and the like"
    static let verbs = DashboardPage.lists + DashboardPage.ofOne.map(\.word)
    static let options = FilterArguments.options + [.value("batch", "ID", "jobs of one batch")]

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let link = try base(arguments.settings) + "/#" + fragment(arguments)
        if arguments.isJSON { try Output.json(["url": link]) } else { print(Output.clean(link)) }
        return 0
    }

    static func fragment(_ arguments: CommandArguments) throws -> String {
        let words = arguments.positions
        let query = options.compactMap { option in
            arguments.value(option.name).map { (option.name.replacing("-", with: "_"), $0) }
        }
        guard query.isEmpty || words == ["jobs"] else {
            throw UsageMistake(message: "filters are for flotilla open jobs")
        }
        guard let word = words.first else { return DashboardPage.fragment(["overview"]) }
        if DashboardPage.lists.contains(word) {
            guard words.count == 1 else {
                throw UsageMistake(message: "\(word) is a list; one of it is such as flotilla open job ID")
            }
            _ = try FilterArguments.filter(arguments)
            return DashboardPage.fragment([word], query)
        }
        guard let page = DashboardPage.ofOne.first(where: { $0.word == word }) else {
            if UUID(uuidString: word) != nil {
                throw UsageMistake(message: "say what it is, such as flotilla open job \(word)")
            }
            throw UsageMistake.unknown("page", word, known: verbs)
        }
        guard words.count == 2, let id = words.last, !page.isUUID || UUID(uuidString: id) != nil else {
            throw UsageMistake(message: "after \(word) \(page.isUUID ? "its id, a UUID," : "its name") is needed")
        }
        return DashboardPage.fragment([page.page, page.isUUID ? id.lowercased() : id])
    }

    /// Where callers find the API: as it is set, else where `./run` has it.
    private static func base(_ settings: [String]) throws -> String {
        var environment = CommandContext.environment()
        if environment[Variable.publicURL.name] == nil { environment[Variable.publicURL.name] = environment["API_URL"] }
        var reader = ConfigurationReader(environment: environment, arguments: settings, known: Domains.variables)
        var url = reader.url(.publicURL, schemes: ["http", "https"])
        try reader.finish()
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
