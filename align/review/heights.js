/** Heights of many rows with fast sums (a Fenwick tree): where a row begins, which row is at a place. */
export class Heights {
  /** @param {Float64Array} values the height of each row, in pixels */
  constructor(values) {
    this.values = values;
    const sums = new Float64Array(values.length + 1);
    for (let i = 1; i <= values.length; i++) {
      sums[i] += values[i - 1];
      const parent = i + (i & -i);
      if (parent <= values.length) sums[parent] += sums[i];
    }
    this.sums = sums;
    this.step = 1;
    while (this.step * 2 <= values.length) this.step *= 2;
  }

  set(row, height) {
    const more = height - this.values[row];
    this.values[row] = height;
    for (let i = row + 1; i < this.sums.length; i += i & -i) this.sums[i] += more;
  }

  /** The sum of the heights of the rows before `row`. */
  before(row) {
    let sum = 0;
    for (let i = row; i > 0; i -= i & -i) sum += this.sums[i];
    return sum;
  }

  get total() {
    return this.before(this.values.length);
  }

  /** The row that covers `y`: the first one above the top, the last one below the end. */
  at(y) {
    let row = 0;
    for (let step = this.step; step; step >>= 1) {
      if (row + step < this.sums.length && this.sums[row + step] <= y) {
        row += step;
        y -= this.sums[row];
      }
    }
    return Math.max(0, Math.min(row, this.values.length - 1));
  }
}
