import Reactor
import Testing

@Suite("The batch queue")
struct BatchQueueTests {
    @Test("of 8 producers and 8 consumers no item is lost or given twice", arguments: [1, 7, 1000])
    func race(_ limit: Int) async {
        let queue = BatchQueue<Int>()
        let taken = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var taken: [Int] = []
                    while true {
                        let batch = await queue.next(upTo: limit)
                        if batch.isEmpty { return taken }
                        #expect(batch.count <= limit)
                        taken += batch
                    }
                }
            }
            await withTaskGroup(of: Void.self) { producers in
                for producer in 0..<8 {
                    producers.addTask {
                        for item in 0..<1000 where item.isMultiple(of: 4) {
                            queue.push((0..<4).map { producer * 1000 + item + $0 })
                            if item.isMultiple(of: 100) { await Task.yield() }
                        }
                    }
                }
            }
            queue.close()
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(taken.sorted() == Array(0..<8000))
    }

    @Test(
        "while one taker is at work another gets many items or none; an item that comes alone does not wait",
        .timeLimit(.minutes(1)))
    func together() async {
        let queue = BatchQueue<Int>(together: 3)
        let (sizes, tell) = AsyncStream.makeStream(of: Int.self)
        let (go, release) = AsyncStream.makeStream(of: Void.self)
        let takers = (0..<2).map { _ in
            Task {
                while await queue.withNext(
                    upTo: 10,
                    { items in
                        tell.yield(items.count)
                        if items == [0] { for await _ in go { break } }
                    })
                {}
            }
        }
        var told = sizes.makeAsyncIterator()
        queue.push(0)
        #expect(await told.next() == 1)
        // The first is at work: three go to the second taker, one and one only by being together with what follows.
        queue.push([1, 2, 3])
        #expect(await told.next() == 3)
        queue.push(4)
        for _ in 0..<1000 { await Task.yield() }
        queue.push(5)
        queue.push(6)
        #expect(await told.next() == 3)
        queue.push(7)
        release.yield()
        #expect(await told.next() == 1)
        queue.close()
        for taker in takers { await taker.value }
    }

    @Test("a batch is what has gathered, oldest first, and the rest is for the next")
    func order() async {
        let queue = BatchQueue<Int>()
        queue.push([1, 2, 3])
        queue.push(4)
        queue.push([])
        #expect(await queue.next(upTo: 3) == [1, 2, 3])
        #expect(await queue.next(upTo: 3) == [4])
        queue.push([5, 6])
        #expect(queue.drain() == [5, 6] && queue.drain().isEmpty)
    }

    @Test("what one waiter leaves is given to the next", .timeLimit(.minutes(1)))
    func rest() async {
        for _ in 0..<200 {
            let queue = BatchQueue<Int>()
            let waiters = (0..<2).map { _ in Task { await queue.next(upTo: 1) } }
            // Lets both come to wait, most of the time.
            for _ in 0..<50 { await Task.yield() }
            queue.push([1, 2])
            var taken: [Int] = []
            for waiter in waiters { taken += await waiter.value }
            #expect(taken.sorted() == [1, 2])
        }
    }

    @Test("closing lets everybody go who waits, and what is left can still be taken")
    func close() async {
        let queue = BatchQueue<Int>()
        let waiters = (0..<8).map { _ in Task { await queue.next(upTo: 1) } }
        queue.close()
        for waiter in waiters { #expect(await waiter.value.isEmpty) }
        let rest = BatchQueue<Int>()
        rest.push([1, 2])
        rest.close()
        #expect(await rest.next(upTo: 1) == [1])
        #expect(await rest.next(upTo: 1) == [2])
        #expect(await rest.next(upTo: 1).isEmpty)
    }
}
