using Confluent.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>Makes the brokers misbehave in a random way for a moment.</summary>
internal sealed class BrokerTrouble(TortureRun run)
{
    private static readonly (KafkaRequest Request, ErrorCode[] Errors)[] Answers =
    [
        (KafkaRequest.Produce, [ErrorCode.NotLeaderForPartition, ErrorCode.RequestTimedOut, ErrorCode.NotEnoughReplicas, ErrorCode.NetworkException, ErrorCode.Local_Transport]),
        (KafkaRequest.Fetch, [ErrorCode.NotLeaderForPartition, ErrorCode.LeaderNotAvailable, ErrorCode.KafkaStorageError, ErrorCode.Local_Transport]),
        (KafkaRequest.Metadata, [ErrorCode.LeaderNotAvailable, ErrorCode.Local_Transport]),
        (KafkaRequest.OffsetCommit, [ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.RequestTimedOut, ErrorCode.RebalanceInProgress]),
        (KafkaRequest.Heartbeat, [ErrorCode.NotCoordinatorForGroup, ErrorCode.UnknownMemberId, ErrorCode.IllegalGeneration, ErrorCode.Local_Transport]),
        (KafkaRequest.JoinGroup, [ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.Local_Transport]),
        (KafkaRequest.FindCoordinator, [ErrorCode.GroupCoordinatorNotAvailable, ErrorCode.Local_Transport]),
    ];

    private readonly InProcessBroker _broker = run.Cluster.Broker ?? throw new InvalidOperationException("needs the in-process broker");
    private readonly Random _random = run.Random;

    /// <summary>Starts a trouble.</summary>
    /// <returns>Ends it.</returns>
    public Action Begin() => _random.Next(6) switch
    {
        0 => TakeOneDown(),
        1 => TakeAllDown(),
        2 => SlowDown(),
        3 => MoveLeaders(),
        _ => AnswerWithErrors(),
    };

    private Action TakeOneDown()
    {
        var down = AnyBroker();
        if (_random.Next(2) == 0) MoveLeaders(not: down);
        _broker.TakeDown(down);
        return () => _broker.BringUp(down);
    }

    private Action TakeAllDown()
    {
        _broker.TakeDown();
        return () => _broker.BringUp();
    }

    private Action SlowDown()
    {
        var slow = AnyBroker();
        _broker.SetLatency(slow, TimeSpan.FromMilliseconds(_random.Next(50, 400)));
        return () => _broker.SetLatency(slow, TimeSpan.Zero);
    }

    private Action MoveLeaders(int not = 0)
    {
        foreach (var topic in run.Trial.Topics.All)
        {
            for (var partition = 0; partition < GoldenStream.Partitions; partition++)
            {
                var leader = AnyBroker();
                if (leader != not) _broker.MoveLeader(topic, partition, leader);
            }
        }

        var coordinator = AnyBroker();
        if (coordinator != not) _broker.MoveCoordinator(run.Trial.Group, coordinator);
        return () => { };
    }

    private Action AnswerWithErrors()
    {
        var (request, errors) = Answers[_random.Next(Answers.Length)];
        _broker.FailRequests(request, [.. Enumerable.Range(0, _random.Next(1, 8)).Select(_ => errors[_random.Next(errors.Length)])]);
        return () => _broker.StopFailingRequests(request);
    }

    private int AnyBroker() => _random.Next(1, _broker.Brokers + 1);
}
