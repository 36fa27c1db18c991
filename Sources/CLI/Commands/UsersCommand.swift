import Accounts
import Cryptography
import Foundation

enum UsersCommand: Command {
    static let name = "users"
    static let synopsis =

        "[create EMAIL --role ROLE [--password-file FILE] [--company NAME] | reset EMAIL | revoke EMAIL | "
        + "delete EMAIL] [--limit N] [--watch[=SECONDS]] [--json]"
    static let summary = "lists users, makes or deletes one, ends all tokens of one, or makes what resets its password"
    static let verbs = ["list", "create", "reset", "revoke", "delete"]
    static let options: [CommandOption] = [
        .value("role", "ROLE", "what the new user may do", of: Role.allCases.map(\.rawValue)),
        .value("password-file", "FILE", "its first line is the new user's password; - is standard input"),
        .value("company", "NAME", "the name of the new user's account"), .value("limit", "N", "list at most so many"),
        .watch,
    ]

    private struct Row: Encodable {
        let id: String
        let email: String
        let role: String
        let tenant: String
        let password: String?

        init(_ user: User, password: String? = nil) {
            id = user.id.uuidString.lowercased()
            email = user.email.text
            role = user.role.rawValue
            tenant = user.account.uuidString.lowercased()
            self.password = password
        }
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        if ![nil, "list"].contains(arguments.positions.first) { try arguments.refuseWatch() }
        let context = try CommandContext(listing: arguments)
        let users = UserAdministration(database: context.connections.domains)
        switch arguments.positions.first {
        case nil, "list":
            let limit = try arguments.integer("limit", in: 1...10_000, default: 100)
            return try await arguments.show {
                try Listing(try await users.users(limit: limit).map { Row($0) }, header, cells(of:))
            }
        case "create":
            guard arguments.positions.count == 2 else { throw UsageMistake(message: "create takes one e-mail address") }
            guard let name = arguments.value("role"), let role = Role(rawValue: name) else {
                let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageMistake(message: "--role should be one of \(known)")
            }
            let given = try arguments.value("password-file").map(password)
            // Shown once when we made it; an operator who gave one knows it.
            let made = given == nil ? Base64URL.encode(SecureRandom.bytes(18)) : nil
            let user = try await users.create(
                email: arguments.positions[1], password: given ?? made ?? "", role: role,
                company: arguments.value("company"))
            let row = Row(user, password: made)
            if arguments.isJSON {
                try Output.json(row)
            } else {
                Output.table(header, [cells(of: row)])
                if let made { print("password: \(made)") }
            }
            context.audit("users create", of: user)
        case "revoke":
            let user = try await users.user(try Self.email(arguments))
            try await users.revokeTokens(of: user)
            context.audit("users revoke", of: user)
            if arguments.isJSON {
                try Output.json(Row(user))
            } else {
                print("no token of \(user.email.text) holds any more")
            }
        case "reset":
            let user = try await users.user(try Self.email(arguments))
            let token = try await users.reset(user)
            context.audit("users reset", of: user)
            if arguments.isJSON {
                try Output.json(["email": user.email.text, "token": token.text])
            } else {
                print(token.text)
            }
        case "delete":
            let user = try await users.user(try Self.email(arguments))
            try await users.delete(user)
            context.audit("users delete", of: user)
            if arguments.isJSON { try Output.json(Row(user)) } else { print("\(user.email.text) is deleted") }
        case let verb?: throw UsageMistake.unknown("users", verb, known: verbs)
        }
        return 0
    }

    private static func email(_ arguments: CommandArguments) throws -> String {
        guard arguments.positions.count == 2 else { throw UsageMistake(message: "this takes one e-mail address") }
        return arguments.positions[1]
    }

    /// The first line of a file, or of standard input for `-`: every user of the machine can see a command line.
    private static func password(in file: String) throws -> String {
        let text: String?
        if file == "-" {
            text = readLine(strippingNewline: true)
        } else {
            text = try? String(contentsOfFile: file, encoding: .utf8)
        }
        let lines = text?.split(maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let line = lines?.first, !line.isEmpty else {
            throw CommandFailure("\(file == "-" ? "standard input" : file) holds no password that can be read")
        }
        return String(line)
    }

    private static let header = ["EMAIL", "ROLE", "ID", "TENANT"]

    private static func cells(of row: Row) -> [String] { [row.email, row.role, row.id, row.tenant] }
}
