public import Foundation
public import Postgres
import Storage

extension SchoolStore {
    /// What a party may see.
    private func rows(_ query: Query, for party: ConversationParty) async throws -> Rows {
        if let tenant = party.tenant { return try await database.query(query, of: tenant) }
        return try await database.query(query, as: Self.operators)
    }

    /// Whether a user may write to another of the account.
    public func mayWrite(_ party: ConversationParty, to other: UUID) async throws -> Bool {
        guard case .user(let id, let tenant, let role) = party else { return false }
        let row = try await database.query(
            "select flotilla.may_write(\(id), \(role.rawValue), \(other)) as may", of: tenant
        ).first
        return try row?.decode("may") ?? false
    }

    /// What makes a conversation of two parties unless there is one; the last statement gives its id.
    public func opening(_ id: UUID, _ party: UUID, with other: UUID, tenant: UUID) -> [Query] {
        let (first, second): (Query, Query) = ("least(\(party), \(other))", "greatest(\(party), \(other))")
        let found: Query = "first_id = \(first) and second_id = \(second) and tenant = \(tenant)"
        return [
            """
            insert into flotilla.conversations (id, tenant, first_id, second_id) values (\(id), \(tenant), \(first), \(second))
            on conflict (first_id, second_id, tenant) do nothing
            """,
            """
            insert into flotilla.conversation_members (conversation_id, party_id, tenant, user_id, latest_id)
            select id, party, tenant, nullif(party, \(ConversationParty.supportID)), id
            from flotilla.conversations cross join unnest(array[first_id, second_id]) party
            where \(found)
            on conflict do nothing
            """,
            "select id from flotilla.conversations where \(found)",
        ]
    }

    public func conversation(_ id: UUID, for party: ConversationParty) async throws -> Conversation? {
        let rows = try await rows(
            """
            \(Self.selection(for: party))
            where own.conversation_id = \(id) and own.party_id = \(party.id)
            """, for: party)
        return try await named(try rows.map { try Conversation($0) }, for: party).first
    }

    /// Those with the latest messages first.
    public func conversations(
        for party: ConversationParty, before cursor: UUID?, limit: Int
    ) async throws -> (list: [Conversation], next: UUID?) {
        var condition = ListBound.only("own.party_id", party.id)
        if let cursor { condition = "\(condition) and own.latest_id < \(cursor)" }
        let rows = try await rows(
            ListBound.page(
                of: """
                    \(Self.selection(for: party))
                    where \(condition) order by own.latest_id desc
                    """,
                size: "octet_length(coalesce(text, ''))", order: "list_id desc", limit: limit), for: party)
        let list = try await named(try rows.map { try Conversation($0) }, for: party)
        return (list, try ListBound.hasNext(rows) ? list.last?.latestID : nil)
    }

    /// Over `own`, the row of the one who looks.
    private static func selection(for party: ConversationParty) -> Query {
        let name: Query =
            party.tenant == nil
            ? "null::text" : "(select \(name("users")) from flotilla.users where users.id = other.user_id)"
        return """
            select conversation.id as conversation_id, conversation.tenant, conversation.created_at as opened_at,
                own.latest_id as list_id, party.id as other_id, \(name) as other_name,
                latest.id, latest.sender_id, latest.reader_id, latest.number, latest.text, latest.created_at,
                latest.read_at, (
                    select count(*) from (
                        select from flotilla.conversation_messages unread
                        where unread.conversation_id = own.conversation_id and unread.reader_id = own.party_id
                            and unread.read_at is null
                        limit 100) counted) as unread
            from flotilla.conversation_members own
                join flotilla.conversations conversation on conversation.id = own.conversation_id
                cross join lateral (
                    select case when conversation.first_id = own.party_id then conversation.second_id
                        else conversation.first_id end as id) party
                left join flotilla.conversation_members other
                    on other.conversation_id = own.conversation_id and other.party_id = party.id
                left join flotilla.conversation_messages latest on latest.id = own.latest_id
            """
    }

    /// Support sees names of every account, which the rights of one account do not give.
    private func named(_ conversations: [Conversation], for party: ConversationParty) async throws -> [Conversation] {
        if party.tenant != nil || conversations.isEmpty { return conversations }
        let rows = try await database.query(
            "select id, name from flotilla.user_names(\(conversations.compactMap(\.otherID)))", as: Self.operators)
        let names = Dictionary(
            try rows.map { (try $0.decode("id", as: UUID.self), try $0.decode("name", as: String.self)) }
        ) { first, _ in first }
        return conversations.map { conversation in
            var conversation = conversation
            conversation.otherName = conversation.otherID.flatMap { names[$0] }
            return conversation
        }
    }

    /// The newest first.
    public func messages(
        of conversation: UUID, for party: ConversationParty, before cursor: UUID?, limit: Int
    ) async throws -> (list: [ConversationMessage], next: UUID?) {
        var condition = ListBound.only("conversation_id", conversation)
        if let cursor { condition = "\(condition) and id < \(cursor)" }
        let rows = try await rows(
            ListBound.page(
                of: """
                    select \(Self.messageColumns) from flotilla.conversation_messages
                    where \(condition) order by id desc
                    """,
                size: "octet_length(text)", order: "id desc", limit: limit), for: party)
        let list = try rows.map { try ConversationMessage($0) }
        return (list, try ListBound.hasNext(rows) ? list.last?.id : nil)
    }

    /// Marks messages as read by their reader.
    public func markRead(_ messages: [UUID], by party: ConversationParty) async throws {
        if messages.isEmpty { return }
        _ = try await rows(
            """
            update flotilla.conversation_messages set read_at = clock_timestamp()
            where id = any(\(messages)) and reader_id = \(party.id) and read_at is null
            """, for: party)
    }

    /// What writes a message; repeated with the same id it changes nothing.
    public func sending(
        _ text: String, as id: UUID, in conversation: UUID, by party: ConversationParty, at moment: Date
    )
        -> Query
    {
        """
        select flotilla.send_message(
            \(id), \(conversation), \(party.id), \(party.role.rawValue), \(text), \(moment))
        """
    }

    static let messageColumns: Query =
        "id, conversation_id, sender_id, reader_id, number, text, created_at, read_at"
}

extension Conversation {
    fileprivate init(_ row: Row) throws {
        let other = try row.decode("other_id", as: UUID.self)
        self.init(
            id: try row.decode("conversation_id"), tenant: try row.decode("tenant"),
            otherID: other == ConversationParty.supportID ? nil : other, otherName: try row.decode("other_name"),
            createdAt: try row.decode("opened_at"),
            latest: try row.decode("id", as: UUID?.self).map { _ in try ConversationMessage(row) },
            unread: Int(clamping: try row.decode("unread", as: Int64.self)), latestID: try row.decode("list_id"))
    }
}

extension ConversationMessage {
    init(_ row: Row) throws {
        self.init(
            id: try row.decode("id"), conversationID: try row.decode("conversation_id"),
            senderID: try row.decode("sender_id"), readerID: try row.decode("reader_id"),
            number: try row.decode("number"), text: try row.decode("text"), createdAt: try row.decode("created_at"),
            readAt: try row.decode("read_at"))
    }
}
