public import Foundation
import Postgres

/// What streams of messages are made of, for parties of whatever accounts.
extension SchoolStore {
    /// The number of the latest message to a party; 0 when there is none.
    public func latestNumber(of party: UUID) async throws -> Int64 {
        try await database.query(
            "select number from flotilla.conversation_parties where party_id = \(party)", as: Self.operators
        ).first?.decode("number") ?? 0
    }

    /// What came to parties, in the order of the commits.
    /// - Parameters:
    ///   - places: parties with the number behind which it begins.
    ///   - limit: messages of each.
    public func messages(to places: [UUID: Int64], limit: Int) async throws -> [ConversationMessage] {
        let list = places.map { ($0.key, $0.value) }
        return try await database.query(
            """
            select message.* from unnest(\(list.map(\.0)), \(list.map(\.1))) as place (party, known)
                cross join lateral (
                    select \(Self.messageColumns) from flotilla.conversation_messages
                    where reader_id = place.party and number > place.known order by number limit \(Int64(limit))
                ) message
            """, as: Self.operators
        ).map { try ConversationMessage($0) }
    }

    /// A connection of the reader was given these: no notification is made of them.
    public func markDelivered(_ messages: [UUID]) async throws {
        _ = try await database.query(
            """
            update flotilla.conversation_messages set delivered_at = clock_timestamp()
            where id = any(\(messages)) and delivered_at is null
            """, as: Self.operators)
    }

    /// What of a conversation its reader was neither given nor has read becomes this digest's, and stays that when it is asked
    /// for again; of two digests each takes what the other did not.
    /// - Returns: nil when there is nothing.
    public func unread(_ digest: MessageDigest, as id: UUID, of tenant: UUID) async throws -> UnreadMessages? {
        let rows = try await database.queries(
            [
                """
                update flotilla.conversation_messages set digest_id = \(id)
                where conversation_id = \(digest.conversationID) and reader_id = \(digest.readerID)
                    and delivered_at is null and read_at is null and digest_id is null
                """,
                """
                select count(*) over () as count, text, sender_id, (
                    select \(Self.name("users")) from flotilla.users where users.id = message.sender_id) as sender
                from flotilla.conversation_messages message
                where digest_id = \(id) and tenant = \(tenant) order by number limit 1
                """,
            ], of: tenant)
        return try rows.last?.first.map { row in
            UnreadMessages(
                sender: try row.decode("sender_id", as: UUID?.self) == nil
                    ? nil : try row.decode("sender", as: String?.self) ?? "",
                count: Int(clamping: try row.decode("count", as: Int64.self)), text: try row.decode("text"))
        }
    }
}
