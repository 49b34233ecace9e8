let all;
// #region part
let part;
// #endregion part
