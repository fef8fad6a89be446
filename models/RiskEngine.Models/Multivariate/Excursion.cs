using RiskEngine.Core.State;
using RiskEngine.Models.Learning;

namespace RiskEngine.Models.Multivariate;

/// <summary>Holds back what is unusual until it is known whether it passes, and is noise to be learned, or stays, and is a state that is not.</summary>
/// <remarks>
/// Learning only what looks usual cuts off the tail that is to be learned, again and again, until a promised rate is exceeded a hundred times; learning all
/// makes a state that lasts its own excuse. Noise comes and goes: an excursion that ends in time is learned in full. 12 bytes a row held.
/// </remarks>
internal sealed class Excursion
{
    private const int CalmRows = 12;
    private readonly float[] _quick, _slow, _close;
    private readonly int _settle;
    private int _held, _rows, _calm;

    /// <summary>Creates one outside of any excursion.</summary>
    /// <param name="longest">Rows after which an excursion is a state.</param>
    /// <param name="settle">Rows after which a state is the new usual.</param>
    public Excursion(int longest, int settle) => (_quick, _slow, _close, _settle) = (new float[longest], new float[longest], new float[longest], settle);

    /// <summary>Whether it has lasted so long that it is the new usual.</summary>
    public bool Settled => _rows > _settle;

    /// <summary>Takes in an unusual row.</summary>
    /// <param name="quick">Its quick distance.</param>
    /// <param name="slow">Its slow distance.</param>
    /// <param name="close">Its close distance.</param>
    public void Hold(double quick, double slow, double close)
    {
        _calm = 0;
        Lengthen();
        if (_rows > _quick.Length) return;
        (_quick[_held], _slow[_held], _close[_held]) = ((float)quick, (float)slow, (float)close);
        _held++;
    }

    /// <summary>Takes in a usual row; the twelfth ends the excursion, and if it was no state, what was held is learned.</summary>
    /// <param name="quick">Learns the quick distances.</param>
    /// <param name="slow">Learns the slow distances.</param>
    /// <param name="close">Learns the close distances.</param>
    public void Calm(TailEstimate quick, TailEstimate slow, TailEstimate close)
    {
        if (_rows == 0) return;
        Lengthen();
        if (++_calm < CalmRows) return;
        for (var row = 0; row < _held && _rows <= _quick.Length + CalmRows; row++)
        {
            quick.Learn(_quick[row]);
            slow.Learn(_slow[row]);
            close.Learn(_close[row]);
        }

        _held = _rows = _calm = 0;
    }

    /// <summary>Writes the state.</summary>
    public void Save(StateWriter writer)
    {
        writer.Save(_quick);
        writer.Save(_slow);
        writer.Save(_close);
        writer.Count(_held);
        writer.Count(_rows);
        writer.Count(_calm);
    }

    /// <summary>Reads the state.</summary>
    public void Restore(ref StateReader reader)
    {
        reader.Restore(_quick);
        reader.Restore(_slow);
        reader.Restore(_close);
        _held = reader.Small();
        _rows = reader.Small();
        _calm = reader.Small();
        if (_held > _quick.Length) throw new StateFormatException($"{_held} rows held where there is room for {_quick.Length}");
    }

    private void Lengthen() => _rows = Math.Min(_rows + 1, int.MaxValue - 1);
}
