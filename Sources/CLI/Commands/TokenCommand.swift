import Foundation
import JSON

enum TokenCommand: Command {
    static let name = "token"
    static let synopsis = "EMAIL [--expires SPAN] [--json]"
    static let summary = "prints a bearer token of a user (needs JWT_SECRET)"
    static let options: [CommandOption] = [
        .value("expires", "SPAN", "how long it is good, such as 12h or 365d; 30d unless given")
    ]
    /// A year and a leap day: a token that outlives its reason is found at the latest when it ends.
    static let longest = Duration.seconds(366 * 86_400)

    private struct Row: Encodable {
        let token: String
        let expiresAt: Date
    }

    static func run(_ arguments: CommandArguments) async throws -> Int32 {
        let email = try arguments.only("an e-mail address")
        let lifetime = try arguments.span(
            "expires", in: .seconds(60)...longest, expected: "a time span from 1m to 366d, such as 12h or 365d")
        let context = try CommandContext(arguments.settings)
        guard let secret = context.jwtSecret else {
            throw CommandFailure("JWT_SECRET is not set: the token could not be signed")
        }
        let token = try await UserAdministration(database: context.connections.domains).token(
            for: email, secret: secret, lifetime: lifetime)
        let user = try await UserAdministration(database: context.connections.domains).user(email)
        try await context.store.note(
            "token.issued", to: "user", user.id, of: user.account,
            after: try JSONCoding.encode(["expires_at": token.expiresAt]))
        context.audit("token", of: user)
        if arguments.isJSON {
            try Output.json(Row(token: token.text, expiresAt: token.expiresAt))
        } else {
            print(token.text)
        }
        return 0
    }
}
