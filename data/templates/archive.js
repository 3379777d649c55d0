"use strict";
(function () {
  var sought = document.getElementById("sought"), kind = document.getElementById("kind"), found = document.getElementById("found");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#log tbody tr"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  function show() {
    var words = sought.value.toLowerCase().split(/\s+/).filter(Boolean), count = 0;
    rows.forEach(function (row, at) {
      var fits = (kind.value === "" || row.cells[3].textContent === kind.value)
        && words.every(function (word) { return texts[at].indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits) { count += 1; }
    });
    found.textContent = count + "/" + rows.length + "条";
  }
  var kinds = [];
  rows.forEach(function (row) {
    var name = row.cells[3].textContent;
    if (kinds.indexOf(name) < 0) { kinds.push(name); }
  });
  kinds.sort().forEach(function (name) {
    var option = document.createElement("option");
    option.value = option.textContent = name;
    kind.appendChild(option);
  });
  document.getElementById("search").hidden = false;
  sought.addEventListener("input", show);
  kind.addEventListener("change", show);
  show();
}());
