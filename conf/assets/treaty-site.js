/* What the reference's own pages do beside being pages: print, copy. Each of
 * them is whole without. */
(function () {
  "use strict";

  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function offer(place, label, act) {
    var item = document.createElement("li");
    item.append(button(label, act));
    place.append(item);
  }

  /* The page's own address, which a server that isn't told its name can't say. */
  function offerMail(place) {
    offer(place, place.dataset.treatyMail, function () {
      location.href = "mailto:?subject=" + encodeURIComponent(document.title)
        + "&body=" + encodeURIComponent(location.href);
    });
  }

  function offerPrint(place) {
    offer(place, place.dataset.treatyPrint, function () {
      window.print();
    });
  }

  function offerCopy(place) {
    var said = document.createElement("span");
    said.setAttribute("role", "status");
    place.after(button(place.dataset.treatyCopy, function () {
      navigator.clipboard.writeText(place.textContent).then(function () {
        said.textContent = place.dataset.treatyCopied;
      }, function () {
        getSelection().selectAllChildren(place);
      });
    }), said);
  }

  document.querySelectorAll("[data-treaty-mail]").forEach(offerMail);
  document.querySelectorAll("[data-treaty-print]").forEach(offerPrint);
  if (navigator.clipboard) {
    document.querySelectorAll("[data-treaty-copy]").forEach(offerCopy);
  }
}());
